# What the calls in time_series.yaml stand on.
suppressMessages({library(sandwich); library(lmtest); library(nlme)}); options(digits = 15)
flow <- as.numeric(Nile); time <- 0:99; after <- as.numeric(time >= 28); since <- after * (time - 28)
lines <- lm(flow ~ time + after + since)
errors <- function(...) sqrt(diag(NeweyWest(lines, prewhite = FALSE, ...)))
gls_by <- function(method) gls(flow ~ time + after + since, correlation = corAR1(), method = method, control = glsControl(tolerance = 1e-12, msTol = 1e-14, maxIter = 500))
prais <- function() {
  x <- model.matrix(lines); rho <- 0
  for (i in 1:500) {
    turned <- function(v) c(sqrt(1 - rho^2) * v[1], v[-1] - rho * v[-length(v)])
    fit <- lm(turned(flow) ~ apply(x, 2, turned) - 1); rest <- flow - x %*% coef(fit)
    now <- sum(rest[-1] * rest[-100]) / sum(rest[-100]^2); if (abs(now - rho) < 1e-15) break; rho <- now
  }
  c(coef(fit)[3], summary(fit)$coefficients[3, 2], rho)
}
k <- c(12, 15, 9, 20, 11, 17, 30, 8, 13, 16); n <- c(80, 95, 70, 110, 85, 100, 90, 60, 88, 97)
p <- sum(k) / sum(n); spread <- sqrt(p * (1 - p) / n); z <- (k / n - p) / spread; d2 <- 2 / sqrt(pi)
single <- c(52, 47, 53, 51, 50, 47, 49, 46, 58, 44, 55, 60)
a <- c(20, 20, 26, 25, 22, 23); b <- c(28, 25, 24, 27, 30, 30, 29)
s_between <- sum(sign(outer(b, a, "-"))); s_within <- function(x) sum(sign(outer(x, x, "-"))[lower.tri(diag(length(x)))])
wiggle <- c(5, 9, 4, 8, 3, 7, 6.5, 2, 9, 1, 8.5, 6)
runs_of <- function(r, a, b) { h <- r %/% 2; if (r %% 2 == 0) 2 * choose(a - 1, h - 1) * choose(b - 1, h - 1) else choose(a - 1, h) * choose(b - 1, h - 1) + choose(a - 1, h - 1) * choose(b - 1, h) }
chance <- function(from, to, a, b) sum(sapply(from:to, runs_of, a = a, b = b)) / choose(a + b, a)
