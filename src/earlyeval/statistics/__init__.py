"""Arrays in, estimates out. No word of any study is known here; only here do pingouin and scipy enter."""
