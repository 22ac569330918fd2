# What the calls in clustered.yaml stand on (run in this folder).
suppressMessages({library(clubSandwich); library(sandwich); library(lmtest)}); options(digits = 15)
a <- read.csv("data/airquality.csv"); a <- a[!is.na(a$Ozone), ]
f <- lm(Ozone ~ Wind + Temp, a); weighed <- lm(Ozone ~ Wind + Temp, a, weights = Day)
tested <- function(fit, type) coef_test(fit, vcovCR(fit, a$Month, type = type), test = "Satterthwaite")
together <- function(fit, type, test = "HTZ") Wald_test(fit, constrain_zero(2:3), vcovCR(fit, a$Month, type = type), test = test)
