# The calls behind tables.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
library(effectsize)
m <- matrix(c(10, 7, 12, 5, 8, 3), 2, byrow = TRUE)
x <- matrix(c(12, 5, 3, 9), 2, byrow = TRUE)
job <- matrix(c(1, 2, 1, 0, 3, 3, 6, 1, 10, 10, 14, 9, 6, 7, 12, 11), 4, 4)
hair <- margin.table(HairEyeColor, 1:2)
sq <- matrix(c(20, 10, 5, 3, 30, 15, 0, 5, 40), 3, byrow = TRUE)
q <- matrix(c(1,1,0, 1,0,0, 1,1,1, 0,1,0, 1,0,0, 1,1,0, 1,1,0, 0,0,0), ncol = 3, byrow = TRUE)
cochran <- function(y) { k <- ncol(y); k * (k - 1) * sum((colSums(y) - mean(colSums(y)))^2) / sum(rowSums(y) * (k - rowSums(y))) }
ucb <- aperm(UCBAdmissions, c(2, 1, 3))
v_end <- function(p) sqrt(uniroot(function(l) pchisq(chisq.test(job)$statistic, 9, l) - p, c(0, 100), tol = 1e-13)$root / (96 * 3))
hv_end <- function(p) sqrt(uniroot(function(l) pchisq(chisq.test(hair)$statistic, 9, l) - p, c(0, 400), tol = 1e-13)$root / (592 * 3))
exact_end <- function(p) uniroot(function(l) { k <- 3:15; w <- dhyper(k, 15, 14, 17, log = TRUE) + k * l; w <- exp(w - max(w)); sum(w[if (p > 0) k >= 12 else k <= 12]) / sum(w) - 0.025 }, c(-10, 10), tol = 1e-14)$root
conditional <- function() uniroot(function(l) { k <- 3:15; w <- dhyper(k, 15, 14, 17, log = TRUE) + k * l; w <- exp(w - max(w)); sum(w * k) / sum(w) - 12 }, c(-10, 10), tol = 1e-14)$root
phi <- function(f00, f01, f10, f11) { # statpsych 2.0.0, ci.phi, unrounded
  n <- f00 + f01 + f10 + f11; p0x <- (f00 + f01) / n; p1x <- (f10 + f11) / n; px0 <- (f00 + f10) / n; px1 <- (f01 + f11) / n
  phi <- (f11 * f00 - f10 * f01) / n^2 / sqrt(p1x * p0x * px1 * px0)
  v3 <- (p0x - p1x) * (px0 - px1) / sqrt(p0x * p1x * px0 * px1)
  v4 <- (0.75 * phi^2) * ((p0x - p1x)^2 / (p0x * p1x) + (px0 - px1)^2 / (px0 * px1))
  se <- sqrt((1 - phi^2 + (phi + 0.5 * phi^3) * v3 - v4) / n)
  c(phi, se, tanh(atanh(phi) + c(-1, 1) * qnorm(0.975) * se / (1 - phi^2)))
}
mh <- mantelhaen.test(ucb)
bd <- function(tarone) { # Breslow and Day 1980, with R's search for the expected counts
  or <- mh$estimate; s <- 0; t1 <- 0; t2 <- 0
  for (i in 1:6) { t <- ucb[, , i]; r1 <- sum(t[1, ]); c1 <- sum(t[, 1]); N <- sum(t)
    e <- uniroot(function(e) e * (N - r1 - c1 + e) - or * (r1 - e) * (c1 - e), c(max(0, r1 + c1 - N), min(r1, c1)), tol = 1e-12)$root
    v <- 1 / (1 / e + 1 / (r1 - e) + 1 / (c1 - e) + 1 / (N - r1 - c1 + e)); s <- s + (t[1, 1] - e)^2 / v; t1 <- t1 + t[1, 1] - e; t2 <- t2 + v }
  if (tarone) s - t1^2 / t2 else s
}

chisq.test(hair)$statistic
chisq.test(hair)$p.value
chisq.test(hair)$parameter
chisq.test(x, correct = FALSE)$statistic
chisq.test(x, correct = FALSE)$p.value
chisq.test(x)$statistic
chisq.test(x)$p.value
2 * sum(hair * log(hair / chisq.test(hair)$expected))
MASS::loglm(~ Hair + Eye, hair) |> (\(f) pchisq(f$lrt, f$df, lower.tail = FALSE))()
cramers_v(hair, adjust = FALSE)$Cramers_v
hv_end(0.975)
hv_end(0.025)
v_end(0.025)
cramers_v(hair, adjust = TRUE)$Cramers_v_adjusted
fisher.test(x)$p.value
fisher.test(m)$p.value
fisher.test(job)$p.value
epitools::riskratio.wald(x, rev = "both")$measure[2, 1]
epitools::riskratio.wald(x, rev = "both")$measure[2, 2]
epitools::riskratio.wald(x, rev = "both")$measure[2, 3]
epitools::oddsratio.wald(x, rev = "both")$measure[2, 1]
epitools::oddsratio.wald(x, rev = "both")$measure[2, 2]
epitools::oddsratio.wald(x, rev = "both")$measure[2, 3]
exp(log(3.5 * 3.5 / (0.5 * 1.5)) - qnorm(0.975) * sqrt(1 / 3.5 + 1 / 0.5 + 1 / 1.5 + 1 / 3.5))
exp(conditional())
exp(exact_end(1))
exp(exact_end(-1))
fisher.test(x)$estimate
fisher.test(x)$conf.int[1]
cor(rep(c(1, 1, 0, 0), c(12, 5, 3, 9)), rep(c(1, 0, 1, 0), c(12, 5, 3, 9)))
phi(9, 3, 5, 12)[2]
phi(9, 3, 5, 12)[3]
phi(9, 3, 5, 12)[4]
prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82))$statistic
prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82))$p.value
prop.trend.test(c(83, 90, 129, 70), c(86, 93, 136, 82), score = c(0, 1, 2, 5))$statistic
1 / mantelhaen.test(UCBAdmissions[, 2:1, ])$estimate
mh$conf.int[1]
mh$conf.int[2]
suppressMessages(epiR::epi.2by2(as.table(array(ucb, c(2, 2, 6))), method = "cohort.count"))$massoc.detail$RR.mh.wald$est
epiR::epi.2by2(as.table(array(ucb, c(2, 2, 6))), method = "cohort.count")$massoc.detail$RR.mh.wald$lower
epiR::epi.2by2(as.table(array(ucb, c(2, 2, 6))), method = "cohort.count")$massoc.detail$RR.mh.wald$upper
mh$statistic
mh$p.value
mantelhaen.test(ucb, correct = FALSE)$statistic
bd(TRUE)
pchisq(bd(TRUE), 5, lower.tail = FALSE)
bd(FALSE)
irr::stuart.maxwell.mh(sq)$value
coin::pvalue(coin::mh_test(as.table(sq)))
mcnemar.test(sq)$statistic
mcnemar.test(sq)$p.value
cochran(q)
coin::pvalue(coin::symmetry_test(y ~ t | s, data = data.frame(y = as.vector(q), t = gl(3, 8), s = factor(rep(1:8, 3))), teststat = "quad"))
