# The calls behind agreement_with_gaps.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages({library(irr); library(irrCAC); library(psych); library(vcd); library(lme4)})
r <- matrix(c(1, 1, NA, 1, 2, 2, 3, 2, 3, 3, 3, 3, 3, 3, 3, 3, 2, 2, 2, 2, 1, 2, 3, 4, 4, 4, 4, 4, 1, 1, 2, 1, 2, 2, 2, 2, NA, 5, 5, 5, NA, NA, 1, 1, NA, NA, 3, NA), ncol = 4, byrow = TRUE)
sf <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), ncol = 4, byrow = TRUE); gap <- sf; gap[2, 1] <- NA; gap[5, 3] <- NA
m <- suppressMessages(ICC(gap, missing = FALSE)$results)
w <- matrix(c(1, .5, 0, .5, 1, .3, 0, .3, 1), 3); a <- c(1, 2, 3, 3, 2, 1, 1, 2, 3, 2, 2, 1); b <- c(1, 2, 3, 2, 2, 1, 3, 2, 3, 1, 2, 1)
own <- function() { t <- table(a, b) / 12; o <- sum(w * t); e <- sum(w * outer(rowSums(t), colSums(t))); (o - e) / (1 - e) }
tab <- table(a, b); mm <- matrix(c(20, 5, 3, 10, 15, 4, 2, 6, 18), 3, byrow = TRUE)
bh <- function(t) { n <- sum(t); k <- nrow(t) - 1; d <- (rowSums(t) - colSums(t))[1:k]; V <- diag((rowSums(t) + colSums(t))[1:k]) - (t + t(t))[1:k, 1:k] - d %*% t(d) / n; drop(t(d) %*% solve(V) %*% d) }
sp <- function(j) { k <- rowSums(r == j, na.rm = TRUE); n <- rowSums(!is.na(r)); sum(k * (k - 1)) / sum(k * (n - 1)) }
fi <- fleiss.kappa.raw(cbind(a, b), weights = "unweighted")$est; pi2 <- function() { t <- table(a, b) / 12; e <- sum(((rowSums(t) + colSums(t)) / 2)^2); (sum(diag(t)) - e) / (1 - e) }
lk <- function(f) { K <- function(x) { t <- table(factor(x[, 1], 1:5), factor(x[, 2], 1:5)); p <- t / sum(t); e <- sum(rowSums(p) * colSums(p)); (sum(diag(p)) - e) / (1 - e) }; mean(combn(ncol(f), 2, function(q) K(na.omit(f[, q])))) }

m$ICC[1]
m$'lower bound'[1]
m$'upper bound'[1]
m$ICC[2]
m$'lower bound'[2]
m$'upper bound'[2]
m$ICC[3]
m$'lower bound'[3]
m$'upper bound'[3]
m$ICC[4]
m$'lower bound'[4]
m$'upper bound'[4]
m$ICC[5]
m$'lower bound'[5]
m$'upper bound'[5]
m$ICC[6]
m$'lower bound'[6]
m$'upper bound'[6]
gwet.ac1.raw(r, weights = 'radical')$est$coeff.val
gwet.ac1.raw(r, weights = 'circular')$est$coeff.val
gwet.ac1.raw(r, weights = 'bipolar')$est$coeff.val
gwet.ac1.raw(r, weights = 'ratio')$est$coeff.val
own()
Kappa(tab, weights = w)$Weighted[2]
pi2()
irr::kendall(sf, correct = TRUE)$value
irr::kendall(sf, correct = TRUE)$p.value
sp(2)
sp(3)
lk(r)
bh(mm)
pchisq(bh(mm), 2, lower.tail = FALSE)
