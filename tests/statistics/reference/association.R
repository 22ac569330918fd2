# The calls behind association.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
m <- mtcars
X <- c(1, 3, 2, 5, 4, 7, 6, 8, 9, 12, 10, 11); Y <- c(2, 1, 4, 3, 7, 5, 9, 6, 8, 11, 12, 10)
pt_r <- function(r, df) 2 * pt(-abs(r) * sqrt(df / (1 - r^2)), df)
partial <- ggm::pcor(c("mpg", "wt", "hp", "qsec"), var(m))
ranked <- ggm::pcor(c(1, 2, 3), var(apply(m[, c("mpg", "wt", "hp")], 2, rank)))
semi <- cor(m$mpg, resid(lm(wt ~ hp + qsec, m)))
semi_end <- function(side) { r2 <- summary(lm(mpg ~ wt + hp + qsec, m))$r.squared; r0 <- r2 - semi^2 # statpsych 2.0.0, ci.spcor
  tanh(atanh(semi) + side * qnorm(0.975) * sqrt((r2^2 - 2 * r2 + r0 - r0^2 + 1) / (1 - semi^2)^2 / (32 - 3))) }
tau_end <- function(x, y, side) { n <- length(x); s <- sign(outer(x, x, "-")); t <- sign(outer(y, y, "-"))
  h <- cbind(rowSums(s * t), rowSums(s^2), rowSums(t^2)) / (n - 1); a <- colMeans(h); tau <- a[1] / sqrt(a[2] * a[3])
  u <- sweep(h, 2, a); v <- 2 * (u[, 1] - a[1] / 2 * (u[, 2] / a[2] + u[, 3] / a[3])) / sqrt(a[2] * a[3])
  tanh(atanh(tau) + side * qt(0.975, n - 2) * sqrt(sum(v^2) / (n * (n - 1))) / (1 - tau^2)) }

cor(m$mpg, m$wt)
cor.test(m$mpg, m$wt)$conf.int[1]
cor.test(m$mpg, m$wt)$conf.int[2]
cor.test(m$mpg, m$wt)$p.value
cor.test(m$mpg, m$wt)$statistic
cor(airquality$Ozone, airquality$Solar.R, use = "complete.obs")
sum(complete.cases(airquality[, 1:2]))
cor(m$am, m$mpg)
cor.test(m$am, m$mpg)$p.value
cor(m$mpg, m$wt, method = "spearman")
cor.test(m$mpg, m$wt, method = "spearman", exact = FALSE)$p.value
with(list(r = cor(m$mpg, m$wt, method = "spearman")), tanh(atanh(r) - qnorm(0.975) * sqrt((1 + r^2 / 2) / 29)))
cor.test(X, Y, method = "spearman")$p.value
cor.test(X[1:7], Y[1:7], method = "spearman")$p.value
cor(m$mpg, m$wt, method = "kendall")
cor.test(m$mpg, m$wt, method = "kendall", exact = FALSE)$p.value
with(list(r = cor(m$mpg, m$wt, method = "kendall")), tanh(atanh(r) - qnorm(0.975) * sqrt(0.437 / 28)))
tau_end(m$mpg, m$wt, -1)
tau_end(m$mpg, m$wt, 1)
cor.test(X, Y, method = "kendall")$p.value
partial
ggm::pcor.test(partial, 2, 32)$tval
ggm::pcor.test(partial, 2, 32)$pvalue
tanh(atanh(partial) - qnorm(0.975) / sqrt(32 - 3 - 2))
ranked
pt_r(ranked, 29)
ppcor::spcor.test(m$mpg, m$wt, m[, c("hp", "qsec")])$estimate
ppcor::spcor.test(m$mpg, m$wt, m[, c("hp", "qsec")])$statistic
pt_r(semi, 28)
semi_end(-1)
semi_end(1)
