"""Made-up corpora by declaration: who is listened to, who speaks of what, and how it was analysed."""
