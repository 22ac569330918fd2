# The calls behind agreement.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
library(irrCAC); library(irr); library(psych)
r <- cbind(c(3, 2, 1, 1, 4, 2, 3, NA, 4, 2, 3, 1, 1, NA, 2, NA, 4, 2, 4, 4, 3, 3, 2, 1, 2),
  c(2, 1, 1, 1, 3, 1, 2, 4, 3, 1, 3, 1, NA, 3, 2, 2, 4, NA, 3, 2, NA, 3, 2, 1, 2),
  c(3, 1, 1, 1, 3, 2, 1, 4, NA, 1, 3, 1, NA, 4, 2, 1, 4, 2, 4, 3, 2, NA, 2, 1, 1),
  c(1, 1, NA, 1, 3, 1, 3, 4, 3, 1, 2, 1, 1, 4, 1, 1, 4, 2, 4, 3, NA, 4, 3, NA, 2)) # made up; four raters, four categories, with gaps
cc <- r[complete.cases(r[, 1:2]), 1:2]; full <- r[complete.cases(r), ]; yes <- (cc > 1) * 1
tab <- table(factor(cc[, 1], 1:4), factor(cc[, 2], 1:4)); yt <- table(factor(yes[, 1], 1:0), factor(yes[, 2], 1:0))
shrout <- matrix(c(9, 2, 5, 8, 6, 1, 3, 2, 8, 4, 6, 8, 7, 1, 2, 6, 10, 5, 6, 9, 6, 2, 4, 7), 6, byrow = TRUE)
delta <- function(f) { p <- as.vector(yt) / sum(yt) # delta method of a function of multinomial shares
  g <- sapply(1:4, function(i) { h <- replace(numeric(4), i, 1e-6); (f(p + h) - f(p - h)) / 2e-6 })
  sqrt(sum(g * ((diag(p) - outer(p, p)) %*% g)) / sum(yt)) }
icc <- psych::ICC(shrout, lmer = FALSE)$results
ase <- function(w) { p <- tab / sum(tab); a <- rowSums(p); b <- colSums(p); k <- (sum(w * p) - sum(w * outer(a, b))) / (1 - sum(w * outer(a, b)))
  e <- outer(as.vector(w %*% b), as.vector(a %*% w), "+"); pe <- sum(w * outer(a, b)) # Fleiss, Cohen and Everitt 1969
  sqrt((sum(p * (w - e * (1 - k))^2) - (k - pe * (1 - k))^2) / sum(tab)) / (1 - pe) }
quadratic <- 1 - outer(1:4, 1:4, "-")^2 / 9
x <- subset(MASS::anorexia, Treat == "FT")$Prewt; y <- subset(MASS::anorexia, Treat == "FT")$Postwt; d <- x - y
light <- function() { k <- c(); for (i in 1:3) for (j in (i + 1):4) k <- c(k, kappa2(full[, c(i, j)])$value); mean(k) }
codes1 <- cbind(yes[, 1], cc[, 1] > 2) * 1; codes2 <- cbind(yes[, 2], cc[, 2] > 2) * 1
pooled <- function() { po <- colMeans(codes1 == codes2); pe <- colMeans(codes1) * colMeans(codes2) + colMeans(1 - codes1) * colMeans(1 - codes2); (mean(po) - mean(pe)) / (1 - mean(pe)) }

gwet.ac1.raw(r, weights = "unweighted")$est$coeff.val
gwet.ac1.raw(r, weights = "unweighted")$est$p.value
gwet.ac1.raw(r, weights = "unweighted")$est$coeff.se
fleiss.kappa.raw(r, weights = "unweighted")$est$coeff.val
fleiss.kappa.raw(r, weights = "unweighted")$est$p.value
fleiss.kappa.raw(r, weights = "unweighted")$est$coeff.se
conger.kappa.raw(r, weights = "unweighted")$est$coeff.val
conger.kappa.raw(r, weights = "unweighted")$est$p.value
conger.kappa.raw(r, weights = "unweighted")$est$coeff.se
bp.coeff.raw(r, weights = "unweighted")$est$coeff.val
bp.coeff.raw(r, weights = "unweighted")$est$p.value
bp.coeff.raw(r, weights = "unweighted")$est$coeff.se
gwet.ac1.raw(r, weights = "linear")$est$coeff.val
fleiss.kappa.raw(r, weights = "linear")$est$coeff.val
conger.kappa.raw(r, weights = "linear")$est$coeff.val
bp.coeff.raw(r, weights = "linear")$est$coeff.val
gwet.ac1.raw(r, weights = "quadratic")$est$coeff.val
gwet.ac1.raw(r, weights = "quadratic")$est$coeff.se
fleiss.kappa.raw(r, weights = "quadratic")$est$coeff.val
fleiss.kappa.raw(r, weights = "quadratic")$est$coeff.se
conger.kappa.raw(r, weights = "quadratic")$est$coeff.val
conger.kappa.raw(r, weights = "quadratic")$est$coeff.se
bp.coeff.raw(r, weights = "quadratic")$est$coeff.val
bp.coeff.raw(r, weights = "quadratic")$est$coeff.se
gwet.ac1.raw(r, weights = "ordinal")$est$coeff.val
fleiss.kappa.raw(r, weights = "ordinal")$est$coeff.val
conger.kappa.raw(r, weights = "ordinal")$est$coeff.val
bp.coeff.raw(r, weights = "ordinal")$est$coeff.val
pa.coeff.raw(r)$est$coeff.val
pa.coeff.raw(r)$est$coeff.se
kripp.alpha(t(r), "nominal")$value
kripp.alpha(t(r), "ordinal")$value
kripp.alpha(t(r), "interval")$value
kripp.alpha(t(r), "ratio")$value
kappa2(cc)$value
psych::cohen.kappa(cc)$confid[1, 1]
psych::cohen.kappa(cc)$confid[1, 3]
kappa2(cc)$statistic
kappa2(cc)$p.value
kappa2(cc, "equal")$value
kappa2(cc, "equal")$statistic
vcd::Kappa(tab)$Weighted[2]
kappa2(cc, "squared")$value
kappa2(cc, "squared")$p.value
ase(quadratic)
vcd::Kappa(tab, weights = "Fleiss-Cohen")$Weighted[1]
vcd::Kappa(tab, weights = "Fleiss-Cohen")$Weighted[2]
with(list(a = rowSums(tab) / sum(tab), b = colSums(tab) / sum(tab)), (sum(pmin(a, b)) - sum(a * b)) / (1 - sum(a * b)))
light()
kappam.fleiss(full)$value
kappam.fleiss(full, exact = TRUE)$value
suppressMessages(epiR::epi.kappa(yt))$pabak$est
2 * prop.test(sum(diag(yt)), sum(yt), correct = FALSE)$conf.int[1] - 1
epiR::epi.kappa(yt)$pindex$est
epiR::epi.kappa(yt)$bindex$est
delta(function(p) p[2] - p[3])
2 * yt[1, 1] / (2 * yt[1, 1] + yt[1, 2] + yt[2, 1])
delta(function(p) 2 * p[1] / (2 * p[1] + p[2] + p[3]))
2 * yt[2, 2] / (2 * yt[2, 2] + yt[1, 2] + yt[2, 1])
pooled()
icc$ICC[1]
icc$`lower bound`[1]
icc$`upper bound`[1]
icc$ICC[2]
icc$`lower bound`[2]
icc$`upper bound`[2]
icc$ICC[3]
icc$`lower bound`[3]
icc$`upper bound`[3]
icc$ICC[4]
icc$`lower bound`[4]
icc$`upper bound`[4]
icc$ICC[5]
icc$`lower bound`[5]
icc$`upper bound`[5]
icc$ICC[6]
icc$`lower bound`[6]
icc$`upper bound`[6]
mean(d)
mean(d) - qnorm(0.975) * sd(d)
mean(d) + qnorm(0.975) * sd(d)
mean(d) + sd(d) / sqrt(17) * qt(0.025, 16, ncp = qnorm(0.975) * sqrt(17))
mean(d) + sd(d) / sqrt(17) * qt(0.975, 16, ncp = qnorm(0.975) * sqrt(17))
mean(d) - qnorm(0.975) * sd(d) - qt(0.975, 16) * sd(d) * sqrt(1 / 17 + qnorm(0.975)^2 / 32)
mean(d) - qnorm(0.975) * sd(d) - qt(0.975, 16) * sd(d) * sqrt(3 / 17)
epiR::epi.ccc(x, y)$rho.c$est
epiR::epi.ccc(x, y)$rho.c$lower
epiR::epi.ccc(x, y)$rho.c$upper
prop.test(sum(abs(cc[, 1] - cc[, 2]) <= 1), nrow(cc), correct = FALSE)$conf.int[1]
mean(cc[, 1] == cc[, 2])
