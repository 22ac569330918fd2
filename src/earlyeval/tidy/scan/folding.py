"""Text as a reader's eye takes it: look-alike letters, hidden signs and words broken over lines undone."""

import re
import unicodedata
from dataclasses import dataclass

# Letters of other alphabets that look like Latin ones (Unicode confusables, the common ones).
_LOOK_ALIKES = dict(
    zip(
        "\u0430\u0435\u043e\u0440\u0441\u0443\u0445\u0456\u0458\u0455\u04bb\u0501\u051b\u0391\u0392\u0395\u0396\u0397"
        "\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7\u03bf\u03bd\u03b1\u03c1\u03c5\u03b9\u0410\u0412\u0415"
        "\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0423\u0425\u0406\u0408\u0405\u0131\u0142\u00f8\u0111\u0251\u0261",
        "aeopcyxijshdqABEZHIKMNOPTYXovapuiABEKMHOPCTYXIJSilodag",
        strict=True,
    )
)
_BROKEN = re.compile(r"(?<=\w)[-\N{HYPHEN}\N{NON-BREAKING HYPHEN}]\s*[\r\n]+\s*(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:['\N{RIGHT SINGLE QUOTATION MARK}][^\W\d_]+)*")
_ENDS_SENTENCE = re.compile(r"(?:[.?!\N{HORIZONTAL ELLIPSIS}:][\"'\N{RIGHT SINGLE QUOTATION MARK})\]]*|^)[\s\"'"
                            r"\N{LEFT DOUBLE QUOTATION MARK}\N{LEFT SINGLE QUOTATION MARK}(\[]*$")  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One word of a folded text: lower case without a possessive, and how it was written."""

    text: str
    is_capital: bool
    begins_sentence: bool


def folded(text: str) -> str:
    """Return a text in plain letters: compatibility forms, accents, hidden signs and look-alikes undone; case kept."""
    whole = _BROKEN.sub("", unicodedata.normalize("NFKC", text))
    plain = []
    for sign in unicodedata.normalize("NFKD", whole):
        if unicodedata.combining(sign) or unicodedata.category(sign) == "Cf":
            continue
        digit = unicodedata.digit(sign, None)
        plain.append(str(digit) if digit is not None else _LOOK_ALIKES.get(sign, sign))
    return "".join(plain)


def words_of(text: str) -> tuple[Word, ...]:
    """Return the words of a folded text, in order."""
    found = []
    for match in _WORD.finditer(text):
        written = match.group().replace("\N{RIGHT SINGLE QUOTATION MARK}", "'")
        begins = bool(_ENDS_SENTENCE.search(text[: match.start()]))
        plain = written.lower().removesuffix("'s")
        found.append(Word(plain, written[0].isupper(), begins))
    return tuple(found)


def has_hidden_signs(text: str) -> bool:
    """Say whether a text holds signs that nobody sees: zero-width, soft hyphen, direction marks, control."""
    return any(unicodedata.category(sign) in ("Cf", "Cc", "Co") and sign not in "\n\r\t" for sign in text)


def has_foreign_letters(text: str) -> bool:
    """Say whether a text holds letters that are not Latin: look-alikes, or words of another script."""
    return any(sign.isalpha() and not unicodedata.name(sign, "").startswith(_LATIN) for sign in text)


_LATIN = ("LATIN", "FULLWIDTH LATIN", "MODIFIER LETTER", "FEMININE ORDINAL", "MASCULINE ORDINAL")
