# What the calls in regression.yaml stand on (run in this folder).
suppressMessages({library(sandwich); library(lmtest); library(car)}); options(digits = 15)
cars <- lm(mpg ~ wt + hp, mtcars); with_errors <- function(type) coeftest(cars, vcovHC(cars, type = type))
breaks <- lm(breaks ~ wool * tension, warpbreaks, contrasts = list(wool = "contr.sum", tension = "contr.sum")); terms <- Anova(breaks, type = 3)
