# What the calls in power.yaml stand on.
suppressMessages(library(pwr)); options(digits = 15)
solve_for <- function(f, low, high) uniroot(f, c(low, high), tol = 1e-13)$root
# Two arms of k clusters of m people: t test of cluster means with 2(k - 1) degrees of freedom.
by_clusters <- function(k, m, icc, cv, d, alpha) {
  effect <- 1 + ((cv^2 + 1) * m - 1) * icc; ncp <- d / sqrt(2 * effect / (k * m)); reach <- qt(1 - alpha / 2, 2 * (k - 1))
  pt(reach, 2 * (k - 1), ncp, lower.tail = FALSE) + pt(-reach, 2 * (k - 1), ncp)
}
# Hussey and Hughes 2007, equation 8.
wedge <- function(i, steps, n, icc) {
  t <- steps + 1; x <- outer(rep(2:t, each = i / steps), 1:t, function(a, b) as.numeric(b >= a))
  s <- (1 - icc) / n; tau <- icc; u <- sum(x); w <- sum(colSums(x)^2); v <- sum(rowSums(x)^2)
  i * s * (s + t * tau) / ((i * u - w) * s + (u^2 + i * t * u - t * w - i * v) * tau)
}
exact <- function(n, null, share) { p <- sapply(0:n, function(k) binom.test(k, n, null)$p.value); sum(dbinom((0:n)[p <= 0.05], n, share)) }
