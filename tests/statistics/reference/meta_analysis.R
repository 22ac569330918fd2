# What the calls in meta_analysis.yaml stand on.
suppressMessages(library(metafor)); options(digits = 15)
bcg <- escalc("RR", ai = tpos, bi = tneg, ci = cpos, di = cneg, data = dat.bcg)
precise <- list(threshold = 1e-14, tol = 1e-14, maxiter = 5000, tau2.max = 10)
fit <- function(...) rma(yi, vi, data = bcg, control = precise, ...)
range_of_tau2 <- confint(fit(), control = list(tol = 1e-14))$random
paired <- data.frame(m_0 = c(12.1, 14.3, 9.8, 11), m_1 = c(9.4, 13.9, 8.1, 7.2), s_0 = c(4.2, 5.1, 3.3, 4.8), s_1 = c(4.9, 4.6, 3.9, 4.1), r = c(0.55, 0.71, 0.4, 0.62), n = c(14, 33, 9, 58))
changed <- function(measure) escalc(measure, m1i = m_1, m2i = m_0, sd1i = s_0, sd2i = s_1, ri = r, ni = n, data = paired)
groups <- data.frame(m_1 = c(9.4, 13.9, 8.1), s_1 = c(4.9, 4.6, 3.9), n_1 = c(14, 33, 9), m_2 = c(12.1, 14.3, 9.8), s_2 = c(4.2, 5.1, 3.3), n_2 = c(16, 29, 12))
compared <- function(measure) escalc(measure, m1i = m_1, sd1i = s_1, n1i = n_1, m2i = m_2, sd2i = s_2, n2i = n_2, data = groups)
shares <- function(measure) escalc(measure, xi = c(0, 3, 11, 20), ni = c(8, 12, 25, 20))
tables <- function(measure) escalc(measure, ai = c(0, 4), bi = c(10, 9), ci = c(3, 7), di = c(12, 5))
limit <- function(p, n, at) { r <- qbinom(p, n, at); (r - (pbinom(r, n, at) - p) / dbinom(r, n, at)) / n }
sites_k <- c(3, 30, 1, 15, 9, 2); sites_n <- c(12, 60, 40, 35, 28, 31); sites_v <- 0.21 / sites_n
excess <- sum((sites_k / sites_n - 0.3)^2 / sites_v) - 5; extra <- max(0, excess / (sum(1 / sites_v) - sum(1 / sites_v^2) / sum(1 / sites_v)))
like <- c(0.12, 0.11, 0.13, 0.125); their_variances <- c(0.04, 0.05, 0.03, 0.06)
common <- function(measure) rma.mh(tpos, tneg, cpos, cneg, data = dat.bcg, measure = measure)
one_step <- rma.peto(tpos, tneg, cpos, cneg, data = dat.bcg)
tubes <- data.frame(x1 = c(0, 0, 4, 6, 2), t1 = c(311, 900, 4130, 1600, 940), x2 = c(3, 2, 8, 10, 5), t2 = c(302, 850, 3980, 1700, 910))
of_tubes <- function(measure) rma.mh(x1i = x1, t1i = t1, x2i = x2, t2i = t2, data = tubes, measure = measure)
risks <- rma(yi, vi, data = bcg, method = "DL")
around <- influence(risks)
explained <- influence(rma(yi, vi, mods = ~ ablat, data = bcg, method = "DL"))
