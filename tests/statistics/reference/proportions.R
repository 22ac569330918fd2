# The calls behind proportions.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
library(PropCIs)
wilson <- function(k, n) as.numeric(prop.test(k, n, correct = FALSE)$conf.int)
newcombe <- function(k1, n1, k0, n0) {
  p1 <- k1 / n1; p0 <- k0 / n0; w1 <- wilson(k1, n1); w0 <- wilson(k0, n0)
  c(p1 - p0 - sqrt((p1 - w1[1])^2 + (w0[2] - p0)^2), p1 - p0 + sqrt((w1[2] - p1)^2 + (p0 - w0[1])^2))
}
newcombe_paired <- function(a, b, c, d) { # Newcombe 1998, method 10; after minus before
  n <- a + b + c + d; p2 <- (a + b) / n; p1 <- (a + c) / n; w1 <- wilson(a + c, n); w2 <- wilson(a + b, n)
  top <- a * d - b * c; top <- if (top > n / 2) top - n / 2 else min(top, 0)
  phi <- top / sqrt((a + b) * (c + d) * (a + c) * (b + d))
  low <- sqrt((p1 - w1[1])^2 - 2 * phi * (p1 - w1[1]) * (w2[2] - p2) + (w2[2] - p2)^2)
  high <- sqrt((p2 - w2[1])^2 - 2 * phi * (p2 - w2[1]) * (w1[2] - p1) + (w1[2] - p1)^2)
  c(p1 - p2 - low, p1 - p2 + high)
}
bonett_price <- function(b, c, n) { # statpsych 2.0.0, ci.prop.ps
  p <- (c + 1) / (n + 2); q <- (b + 1) / (n + 2); p - q + c(-1, 1) * qnorm(0.975) * sqrt((p + q - (p - q)^2) / (n + 2))
}
agresti_coull <- function(k, n) { z <- qnorm(0.975); p <- (k + z^2 / 2) / (n + z^2); p + c(-1, 1) * z * sqrt(p * (1 - p) / (n + z^2)) }
mid_p <- function(k, n, p) uniroot(function(x) pbinom(k, n, x, lower.tail = FALSE) + dbinom(k, n, x) / 2 - p, c(0, 1), tol = 1e-15)$root
score_test <- function(delta, k1, n1, k0, n0) { # Miettinen and Nurminen 1985, restricted shares by search
  likely <- optimize(function(q) dbinom(k1, n1, q + delta, log = TRUE) + dbinom(k0, n0, q, log = TRUE), c(max(0, -delta), min(1, 1 - delta)), maximum = TRUE, tol = 1e-12)$maximum
  v <- ((likely + delta) * (1 - likely - delta) / n1 + likely * (1 - likely) / n0) * (n1 + n0) / (n1 + n0 - 1)
  (k1 / n1 - k0 / n0 - delta) / sqrt(v)
}
score_end <- function(side, k1, n1, k0, n0) uniroot(function(x) score_test(x, k1, n1, k0, n0) + side * qnorm(0.975), c(-0.99, 0.99), tol = 1e-12)$root
tango <- function(delta, b, c, n) { # Tango 1998, restricted share by search; b fell, c rose
  likely <- optimize(function(q) c * log(q + delta) + b * log(q) + (n - b - c) * log(1 - 2 * q - delta), c(max(0, -delta), (1 - delta) / 2), maximum = TRUE, tol = 1e-13)$maximum
  (c - b - n * delta) / sqrt(n * (2 * likely + delta * (1 - delta)))
}
tango_end <- function(side, b, c, n) uniroot(function(x) tango(x, b, c, n) + side * qnorm(0.975), c(-0.9, 0.9), tol = 1e-12)$root

prop.test(67, 85, correct = FALSE)$conf.int[1]
prop.test(67, 85, correct = FALSE)$conf.int[2]
prop.test(0, 12, correct = FALSE)$conf.int[2]
prop.test(3, 10)$conf.int[1]
prop.test(3, 10)$conf.int[2]
binom.test(3, 10)$conf.int[1]
binom.test(3, 10)$conf.int[2]
mid_p(3, 10, 0.025)
mid_p(3, 10, 0.975)
qbeta(0.025, 3.5, 7.5)
qbeta(0.975, 3.5, 7.5)
0
qbeta(0.975, 0.5, 10.5)
agresti_coull(0, 10)[1]
agresti_coull(0, 10)[2]
56 / 70 - 48 / 80
newcombe(56, 70, 48, 80)[1]
newcombe(56, 70, 48, 80)[2]
newcombe(10, 10, 0, 10)[1]
score_end(-1, 56, 70, 48, 80)
score_end(1, 56, 70, 48, 80)
diffscoreci(9, 10, 3, 10, 0.95)$conf.int[1]
diffscoreci(9, 10, 3, 10, 0.95)$conf.int[2]
wald2ci(9, 10, 3, 10, 0.95, adjust = "AC")$conf.int[1]
wald2ci(9, 10, 3, 10, 0.95, adjust = "AC")$conf.int[2]
(2 - 12) / 50
newcombe_paired(36, 12, 2, 0)[1]
newcombe_paired(36, 12, 2, 0)[2]
newcombe_paired(10, 1, 7, 22)[1]
newcombe_paired(10, 1, 7, 22)[2]
bonett_price(1, 7, 40)[1]
bonett_price(1, 7, 40)[2]
tango_end(-1, 1, 7, 40)
tango_end(1, 1, 7, 40)
binom.test(2, 9)$p.value
binom.test(2, 9)$p.value - dbinom(2, 9, 0.5)
mcnemar.test(matrix(c(10, 2, 7, 20), 2))$p.value
mcnemar.test(matrix(c(10, 2, 7, 20), 2))$statistic
mcnemar.test(matrix(c(10, 2, 7, 20), 2), correct = FALSE)$p.value
7 / 2
with(list(p = binom.test(7, 9)$conf.int), p[1] / (1 - p[1]))
with(list(p = binom.test(7, 9)$conf.int), p[2] / (1 - p[2]))
