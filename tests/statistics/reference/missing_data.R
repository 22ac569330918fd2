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
