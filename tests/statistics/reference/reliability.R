# The calls behind reliability.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
library(psych)
a <- attitude; al <- suppressWarnings(psych::alpha(a)); sp <- suppressWarnings(psych::alpha(a))$total$raw_alpha
f <- factanal(a, 1, control = list(opt = list(factr = 1, pgtol = 0))); l <- f$loadings; u <- f$uniquenesses
lavaan_model <- paste0("f =~ NA*rating + ", paste(paste0("l", 1:7, "*", names(a)), collapse = " + "), "\nf ~~ 1*f\n",
  paste(paste0(names(a), " ~~ p", 1:7, "*", names(a)), collapse = "\n"), "\nom := (", paste0("l", 1:7, collapse = " + "),
  ")^2 / ((", paste0("l", 1:7, collapse = " + "), ")^2 + ", paste0("p", 1:7, collapse = " + "), ")")
om <- function(part) { p <- lavaan::parameterEstimates(lavaan::cfa(lavaan_model, a)); p[p$lhs == "om", part] }
odd <- rowSums(a[, c(1, 3, 5, 7)]); even <- rowSums(a[, c(2, 4, 6)]); h <- cor.test(odd, even)
ms <- anova(lm(y ~ s + i, data.frame(y = unlist(a), s = gl(30, 1, 210), i = gl(7, 30))))["Residuals", "Mean Sq"]

al$total$raw_alpha
1 - (1 - sp) * qf(0.975, 29, 174)
1 - (1 - sp) * qf(0.025, 29, 174)
al$total$std.alpha
al$total$average_r
al$alpha.drop$raw_alpha[1]
al$alpha.drop$raw_alpha[6]
al$item.stats$r.drop[1]
al$item.stats$r.drop[6]
sd(rowSums(a)) * sqrt(1 - sp)
sqrt(7 * ms * 174 / qchisq(0.975, 174))
2 * h$estimate / (1 + h$estimate)
2 * h$conf.int[1] / (1 + h$conf.int[1])
om("est")
om("se")
sum(l)^2 / (sum(l)^2 + sum(u))
1 - sum(u) / sum(cor(a))
