"""One file into text cells with their positions; nothing is interpreted here."""
