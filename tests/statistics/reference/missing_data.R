# What the calls in missing_data.yaml stand on.
suppressMessages(library(mice)); options(digits = 15)
# Observed-data likelihood of a normal distribution, maximised directly, so that Little's statistic does not rest on our EM.
little <- function(data) {
  x <- scale(as.matrix(data)); x <- x[rowSums(!is.na(x)) > 0, ]; p <- ncol(x)
  kinds <- apply(!is.na(x), 1, paste, collapse = "")
  unpack <- function(par) { l <- matrix(0, p, p); l[lower.tri(l, TRUE)] <- par[-(1:p)]; list(mu = par[1:p], s = l %*% t(l)) }
  minus <- function(par) {
    m <- unpack(par); total <- 0
    for (kind in unique(kinds)) {
      rows <- x[kinds == kind, , drop = FALSE]; o <- !is.na(rows[1, ])
      s <- m$s[o, o, drop = FALSE]; gap <- sweep(rows[, o, drop = FALSE], 2, m$mu[o])
      total <- total + nrow(rows) * as.numeric(determinant(s)$modulus) + sum((gap %*% solve(s)) * gap)
    }
    total
  }
  start <- diag(p); par <- c(rep(0, p), start[lower.tri(start, TRUE)])
  for (i in 1:3) par <- nlminb(par, function(par) tryCatch(minus(par), error = function(e) 1e10), control = list(eval.max = 20000, iter.max = 5000, rel.tol = 1e-15, x.tol = 1e-14))$par
  m <- unpack(par); statistic <- 0; observed <- 0
  for (kind in unique(kinds)) {
    rows <- x[kinds == kind, , drop = FALSE]; o <- !is.na(rows[1, ])
    gap <- colMeans(rows)[o] - m$mu[o]
    statistic <- statistic + nrow(rows) * sum(gap * solve(m$s[o, o, drop = FALSE], gap)); observed <- observed + sum(o)
  }
  c(statistic, observed - p, mean(data[[1]], na.rm = TRUE) + sd(data[[1]], na.rm = TRUE) * m$mu[1])
}
values <- c(2.1, 2.6, 1.9, 2.4, 2.9); errors <- c(0.8, 0.75, 0.82, 0.79, 0.9)
suppressMessages({library(mice); library(mitml)})
several <- list(b = rbind(c(0.52, 1.14), c(0.71, 0.93), c(0.60, 1.31), c(0.49, 1.02)), U = list(matrix(c(0.040, 0.010, 0.010, 0.090), 2), matrix(c(0.050, 0.012, 0.012, 0.085), 2), matrix(c(0.045, 0.008, 0.008, 0.100), 2), matrix(c(0.042, 0.011, 0.011, 0.088), 2)))
joint <- function(df = NULL) mitml:::.D1(t(several$b), array(unlist(several$U), c(2, 2, 4)), df)
wald <- c(7.1, 9.4, 6.2, 8.8, 12.1); of_wald <- mitml:::.D2(wald, 3)
many <- pool.scalar(atanh(c(0.31, 0.42, 0.28, 0.37)), rep(1 / 47, 4), n = Inf); logits <- pool.scalar(qlogis(c(12, 15, 11, 14) / 40), 1 / c(12, 15, 11, 14) + 1 / (40 - c(12, 15, 11, 14)), n = 40, k = 1)
