# The calls behind paired.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
library(coin); library(boot); library(BayesFactor)
b <- sleep$extra[1:10]; a <- sleep$extra[11:20]; d <- round(a - b, 10); n <- 10; r <- cor(a, b)
r_free_ncp <- function(p) uniroot(function(x) pt(mean(d) / sd(d) * sqrt(n), n - 1, ncp = x) - p, c(-5, 15), tol = 1e-13)$root
J <- function(m) exp(lgamma(m / 2) - log(sqrt(m / 2)) - lgamma((m - 1) / 2))
x <- c(-4, 1, 3, 6, -2, 5, 5, 0, 8, 2, 0, 1, 7, -1, 3, 4, 2, 2)
w <- wilcox.test(x, exact = FALSE, conf.int = TRUE, tol.root = 1e-12)
fw <- c(0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29) - c(1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30)
hw <- wilcox.test(fw, conf.int = TRUE)
ft <- subset(MASS::anorexia, Treat == "FT"); e <- round(ft$Postwt - ft$Prewt, 10)
we <- wilcox.test(e, exact = FALSE, conf.int = TRUE, tol.root = 1e-12)
rb <- function(d) { d <- d[d != 0]; k <- rank(abs(d)); sum(sign(d) * k) / sum(k) }
jack <- function(d, side) { d <- d[d != 0]; m <- length(d); j <- sapply(seq_len(m), function(i) rb(d[-i]))
  tanh(atanh(rb(d)) + side * qnorm(0.975) * sqrt((m - 1) / m * sum((j - mean(j))^2)) / (1 - rb(d)^2)) }
tied <- c(1, 1, 2, -1, 3, -2, 0, 4, -4, 2)
vav <- function(s2) mean(d)^2 * (var(a)^2 + var(b)^2 + 2 * r^2 * var(a) * var(b)) / (8 * (n - 1) * s2^3) + var(d) / ((n - 1) * s2)

t.test(a, b, paired = TRUE)$estimate
t.test(a, b, paired = TRUE)$conf.int[1]
t.test(a, b, paired = TRUE)$conf.int[2]
t.test(a, b, paired = TRUE)$statistic
t.test(a, b, paired = TRUE)$p.value
t.test(a, b, paired = TRUE)$stderr
mean(e)
t.test(e)$p.value
t.test(e, conf.level = 0.9)$conf.int[1]
sd(d)
sqrt(9 * var(d) / qchisq(0.975, 9))
sqrt(9 * var(d) / qchisq(0.025, 9))
median(d)
sort(e)[qbinom(0.025, 17, 0.5)]
sort(e)[17 + 1 - qbinom(0.025, 17, 0.5)]
binom.test(sum(x > 0), sum(x != 0))$p.value
sum(x > 0)
hw$p.value
hw$statistic
pvalue(wilcoxsign_test(x ~ rep(0, 18), distribution = "exact", zero.method = "Wilcoxon"))
w$statistic
pvalue(wilcoxsign_test(x ~ rep(0, 18), distribution = "exact", zero.method = "Pratt"))
pvalue(wilcoxsign_test(x ~ rep(0, 18), distribution = "asymptotic", zero.method = "Pratt"))
w$p.value
wilcox.test(x, exact = FALSE, correct = FALSE)$p.value
hw$estimate
hw$conf.int[1]
hw$conf.int[2]
w$estimate
w$conf.int[1]
w$conf.int[2]
median(outer(e, e, "+")[upper.tri(diag(17), diag = TRUE)]) / 2
we$conf.int[1]
we$conf.int[2]
effectsize::rank_biserial(fw)$r_rank_biserial
effectsize::rank_biserial(fw)$CI_low
effectsize::rank_biserial(fw)$CI_high
jack(fw, -1)
jack(fw, 1)
jack(tied, -1)
jack(tied, 1)
mean(d) / sd(d)
r_free_ncp(0.975) / sqrt(10)
r_free_ncp(0.025) / sqrt(10)
J(9) * mean(d) / sd(d)
mean(d) / sd(d) * sqrt(2 * (1 - r))
mean(d) / ((sd(a) + sd(b)) / 2)
J(9) * mean(d) / ((sd(a) + sd(b)) / 2)
mean(d) / sd(b)
mean(d) / sd(b) - qnorm(0.975) * sqrt((mean(d) / sd(b))^2 / 18 + var(d) / (9 * var(b)))
metafor::escalc("SMCRH", m1i = mean(a), m2i = mean(b), sd1i = sd(b), sd2i = sd(a), ni = 10, ri = r)$yi
J(9) * mean(d) / sd(d) * sqrt(2 * (1 - r))
effectsize::cohens_d(e)$Cohens_d
effectsize::cohens_d(e)$CI_low
effectsize::cohens_d(e)$CI_high
effectsize::hedges_g(e)$Hedges_g
mean(d) / sqrt((var(a) + var(b)) / 2)
mean(d) / sqrt((var(a) + var(b)) / 2) - qnorm(0.975) * sqrt(vav((var(a) + var(b)) / 2))
mean(d) / sqrt((var(a) + var(b)) / 2) + qnorm(0.975) * sqrt(vav((var(a) + var(b)) / 2))
effectsize::t_to_d(2.5, 29, paired = TRUE)$d * sqrt(29 / 30)
uniroot(function(x) pt(2.5, 29, ncp = x) - 0.975, c(-5, 15), tol = 1e-13)$root / sqrt(30)
10 - 12 - qt(0.975, 29) * 2 / 2.5
2 * sqrt(30) / 2.5
-2.5 / sqrt(30)
2 * sqrt(30) / qt(0.01, 29, lower.tail = FALSE)
-2 / 3.5 * sqrt(2 * (1 - (4^2 + 4.5^2 - 3.5^2) / (2 * 4 * 4.5)))
max(t.test(e, mu = -12, alternative = "greater")$p.value, t.test(e, mu = 12, alternative = "less")$p.value)
t.test(e, mu = 12, alternative = "less")$statistic
extractBF(ttestBF(a, b, paired = TRUE))$bf
exp(ttest.tstat(2.5, 20, 25, rscale = 1)$bf)
