# The calls behind resampling.yaml, R 4.2.2. Run with Rscript; every line prints one number.
options(digits = 15)
suppressMessages(library(boot)); set.seed(1); x <- c(-4, 1, 3, 6, -2, 5, 5, 0, 8, 2, 0, 1, 7, -1, 3, 4, 2, 2)
b <- boot(x, function(d, i) c(mean(d[i]), var(d[i]) / length(i)), R = 199); ci <- boot.ci(b, type = c("norm", "basic", "perc", "bca", "stud"))

ci$normal[2]
ci$normal[3]
ci$basic[4]
ci$basic[5]
ci$percent[4]
ci$percent[5]
ci$student[4]
ci$student[5]
boot.ci(b, type = 'bca', L = x - mean(x))$bca[4]
boot.ci(b, type = 'bca', L = x - mean(x))$bca[5]
