# The calls behind ordered_tables_and_ratios.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages({library(PropCIs); library(epitools); library(vcd)})
m <- matrix(c(20, 10, 5, 12, 15, 8, 3, 9, 22), 3); w <- matrix(c(12, 7, 3, 5, 9, 14, 2, 6, 11, 4, 8, 10), 3)
pq <- function(t) { r <- nrow(t); k <- ncol(t); P <- Q <- 0; for (i in 1:r) for (j in 1:k) { P <- P + t[i, j] * (sum(t[seq_len(r) > i, seq_len(k) > j]) + sum(t[seq_len(r) < i, seq_len(k) < j])); Q <- Q + t[i, j] * (sum(t[seq_len(r) > i, seq_len(k) < j]) + sum(t[seq_len(r) < i, seq_len(k) > j])) }; c(P, Q) }
gam <- function(t) { x <- pq(t); (x[1] - x[2]) / sum(x) }
som <- function(t) { x <- pq(t); (x[1] - x[2]) / (sum(t)^2 - sum(rowSums(t)^2)) }
tab <- function(t) { x <- pq(t); (x[1] - x[2]) / sqrt((sum(t)^2 - sum(rowSums(t)^2)) * (sum(t)^2 - sum(colSums(t)^2))) }
tac <- function(t) { x <- pq(t); q <- min(dim(t)); q * (x[1] - x[2]) / ((q - 1) * sum(t)^2) }
se <- function(f, t) { n <- sum(t); p <- t / n; g <- p; for (i in seq_along(p)) { h <- 1e-4; u <- d <- p; u[i] <- u[i] + h; d[i] <- d[i] - h; uu <- dd <- p; uu[i] <- uu[i] + 2 * h; dd[i] <- dd[i] - 2 * h; g[i] <- (8 * (f(u) - f(d)) - (f(uu) - f(dd))) / (12 * h) }; sqrt((sum(p * g^2) - sum(p * g)^2) / n) }
x <- rep(row(m), m); y <- rep(col(m), m)
mid <- matrix(c(15, 3, 13, 7), 2, byrow = TRUE); om <- oddsratio.midp(mid)$measure[2, ]
mp <- function(odds, share) { s <- 0:10; d <- dhyper(s, 20, 18, 10) * odds^s; d <- d / sum(d); sum(d[s > 7]) + d[s == 7] / 2 - share }
osc <- function(o, f) { p0 <- uniroot(function(p) 20 * o * p / (1 + p * (o - 1)) + 18 * p - 10, c(1e-12, 1 - 1e-12), tol = 1e-15)$root; p1 <- o * p0 / (1 + p0 * (o - 1)); (7 - 20 * p1) * sqrt(f * (1 / (20 * p1 * (1 - p1)) + 1 / (18 * p0 * (1 - p0)))) }
orr <- function(w, f) exp(uniroot(function(l) osc(exp(l), f) + w * qnorm(.975), if (w < 0) c(-6, log(2.6)) else c(log(2.7), 8), tol = 1e-13)$root)
mpr <- function(share) uniroot(mp, c(1e-6, 1e4), share = share, tol = 1e-13)$root
bl <- function(k, n) { acc <- function(p) { a <- 1 - pbinom(k - 1, n, p); b <- qbinom(a, n, p) - 1; a2 <- pbinom(b, n, p); a + a2 }; lo <- qbeta(.025, k, n - k + 1); s <- seq(lo, k / n, length = 2e5); i <- which(sapply(s, acc) >= .05)[1]; uniroot(function(p) acc(p) - .05 + 1e-13, c(s[max(i - 1, 1)], s[i]), tol = 1e-14)$root }

gam(w)
se(gam, w)
gam(w) + qnorm(.975) * se(gam, w)
som(w)
se(som, w)
som(w) + qnorm(.975) * se(som, w)
tab(w)
se(tab, w)
tab(w) + qnorm(.975) * se(tab, w)
tac(w)
se(tac, w)
tac(w) + qnorm(.975) * se(tac, w)
som(t(w))
(length(x) - 1) * cor(x, y)^2
cor(x, y)
pchisq((length(x) - 1) * cor(x, y)^2, 1, lower.tail = FALSE)
riskscoreci(7, 20, 3, 18, .95)$conf.int[1]
riskscoreci(7, 20, 3, 18, .95)$conf.int[2]
riskscoreci(0, 12, 4, 15, .95)$conf.int[2]
orr(-1, 37 / 38)
orr(1, 37 / 38)
orr(-1, 1)
mpr(.5)
mpr(.025)
mpr(.975)
prop.test(c(7, 3), c(20, 18), correct = FALSE)$conf.int[1]
prop.test(c(7, 3), c(20, 18), correct = FALSE)$conf.int[2]
prop.test(c(7, 3), c(20, 18))$conf.int[1]
1 / (40 / 50 - 20 / 50)
bl(3, 20)
1 - bl(17, 20)
sin(asin(sqrt(3.375 / 20.75)) - qnorm(.975) / (2 * sqrt(20)))^2
sin(asin(sqrt(3.375 / 20.75)) + qnorm(.975) / (2 * sqrt(20)))^2
.15 + qnorm(.975) * sqrt(.15 * .85 / 20)
