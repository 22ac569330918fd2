# The calls behind groups_by_rank_and_spread.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages({library(car); library(coin); library(effectsize)})
tg <- transform(ToothGrowth, dose = factor(dose)); aq <- subset(airquality, !is.na(Ozone)); s <- sleep$extra; x <- s[11:20]; y <- s[1:10]
r <- rank(aq$Ozone); N <- length(r); tt <- table(r); s2 <- N * (N + 1) / 12 - sum(tt^3 - tt) / (12 * (N - 1))
m <- tapply(r, aq$Month, mean); nn <- table(aq$Month); z <- function(a, b) unname((m[b] - m[a]) / sqrt(s2 * (1 / nn[a] + 1 / nn[b])))
cb <- combn(names(nn), 2); pz <- 2 * pnorm(-abs(apply(cb, 2, function(q) z(q[1], q[2]))))
g <- split(warpbreaks$breaks, factor(warpbreaks$tension, c("L", "M", "H"))); jt <- 0; for (i in 1:2) for (j in (i + 1):3) jt <- jt + sum(outer(g[[i]], g[[j]], function(a, b) (a < b) + (a == b) / 2))
wb <- data.frame(v = warpbreaks$breaks, g = factor(match(warpbreaks$tension, c("L", "M", "H")), ordered = TRUE))
jv <- function() { n <- 54; ni <- rep(18, 3); t <- as.numeric(table(wb$v)); (n * (n - 1) * (2 * n + 5) - sum(ni * (ni - 1) * (2 * ni + 5)) - sum(t * (t - 1) * (2 * t + 5))) / 72 + sum(ni * (ni - 1) * (ni - 2)) * sum(t * (t - 1) * (t - 2)) / (36 * n * (n - 1) * (n - 2)) + sum(ni * (ni - 1)) * sum(t * (t - 1)) / (8 * n * (n - 1)) }
OJ <- subset(ToothGrowth, supp == "OJ" & dose == 1)$len; VC <- subset(ToothGrowth, supp == "VC" & dose == 1)$len
A1 <- subset(MASS::anorexia, Treat == "CBT"); A0 <- subset(MASS::anorexia, Treat == "Cont"); p1 <- A1$Postwt; p0 <- A0$Postwt
delta <- function() { d <- outer(p1, p0, function(a, b) sign(a - b)); v <- mean(d); n <- length(p1); k <- length(p0); S <- sqrt((n^2 * sum((colMeans(d) - v)^2) + k^2 * sum((rowMeans(d) - v)^2) - sum((d - v)^2)) / (n * k * (n - 1) * (k - 1))); q <- qt(.975, n + k - 2); c(v, S, (v - v^3 + c(-1, 1) * q * S * sqrt((1 - v^2)^2 + q^2 * S^2)) / (1 - v^2 + q^2 * S^2)) }
aovF <- summary(aov(weight ~ group, PlantGrowth))[[1]]; es <- function(f) f(aov(weight ~ group, PlantGrowth), partial = FALSE, alternative = "two.sided", verbose = FALSE)
wx <- wilcox.test(p1, p0, exact = FALSE, conf.int = TRUE, tol.root = 1e-12)
signs <- as.matrix(expand.grid(rep(list(c(-1, 1)), 10))); dd <- round(x - y, 10)
ftw <- subset(MASS::anorexia, Treat == "FT")

kruskal.test(Ozone ~ Month, airquality)$statistic
kruskal.test(Ozone ~ Month, airquality)$p.value
rank_epsilon_squared(aq$Ozone, factor(aq$Month), iterations = 2)[[1]]
rank_eta_squared(aq$Ozone, factor(aq$Month), iterations = 2)[[1]]
z('5', '7')
p.adjust(pz, 'holm')[2]
p.adjust(pz, 'holm')[6]
jt
sqrt(jv())
2 * pnorm(-abs(jt - 3 * 18^2 / 2) / sqrt(jv()))
friedman.test(as.matrix(attitude))$statistic
friedman.test(as.matrix(attitude))$p.value
effectsize::kendalls_w(as.matrix(attitude), iterations = 2)[[1]]
leveneTest(len ~ dose, tg)[1, 2]
leveneTest(len ~ dose, tg)[1, 3]
leveneTest(len ~ dose, tg, center = mean)[1, 2]
leveneTest(len ~ dose, tg, center = mean)[1, 3]
bartlett.test(len ~ dose, tg)$statistic
bartlett.test(len ~ dose, tg)$p.value
fligner.test(count ~ spray, InsectSprays)$statistic
fligner.test(count ~ spray, InsectSprays)$p.value
var.test(p1, p0)$estimate
var.test(p1, p0)$conf.int[1]
var.test(p1, p0)$conf.int[2]
var.test(p1, p0)$p.value
with(ftw, cor.test(Postwt + Prewt, Postwt - Prewt))$statistic
with(ftw, cor.test(Postwt + Prewt, Postwt - Prewt))$p.value
wilcox.test(p1, p0, exact = FALSE, correct = FALSE)$p.value
pvalue(wilcox_test(c(p1, p0) ~ factor(rep(1:0, c(29, 26))), distribution = 'exact'))
wx$conf.int[1]
wx$conf.int[2]
cliffs_delta(p1, p0)[[1]]
cliffs_delta(p1, p0)$CI_low
cliffs_delta(p1, p0)$CI_high
delta()[2]
delta()[3]
delta()[4]
effectsize::glass_delta(OJ, VC)$CI_low
effectsize::glass_delta(OJ, VC)$CI_high
pnorm((mean(p1) - mean(p0)) / sqrt(var(p1) + var(p0)))
max(t.test(p1, p0, mu = -6, alternative = 'greater')$p.value, t.test(p1, p0, mu = 6, alternative = 'less')$p.value)
t.test(p1, p0, conf.level = 0.9)$conf.int[1]
max(t.test(p1, p0, mu = -6, alternative = 'greater', var.equal = TRUE)$p.value, t.test(p1, p0, mu = 6, alternative = 'less', var.equal = TRUE)$p.value)
es(eta_squared)$CI_low
es(eta_squared)$CI_high
es(omega_squared)$CI_high
es(epsilon_squared)$CI_high
cohens_f(aov(weight ~ group, PlantGrowth))[[2]]
TukeyHSD(aov(weight ~ group, PlantGrowth))$group[3, 4]
TukeyHSD(aov(weight ~ group, PlantGrowth))$group[3, 2]
mean(abs(signs %*% dd) >= abs(sum(dd)) - 1e-9)
