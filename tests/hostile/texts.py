"""The texts. The harmless one is what every place is compared with."""

HARMLESS = "Asha Devi"
# Whatever of it is left, this is to be found where the text is shown.
MARK = "zq7"
HOSTILE = {
    "a script": f"{MARK}<script>alert(1)</script>",
    "the end of a script": f"{MARK}</script><script>alert(1)</script>",
    "the end of a comment": f"{MARK}--><img src=x onerror=alert(1)><!--",
    "the end of an attribute": f'{MARK}"><svg onload=alert(1)>',
    "the other quote": f"{MARK}' onmouseover='alert(1)",
    "a backtick": f"{MARK}` onfocus=alert(1) autofocus `",
    "references": f"{MARK}&quot;&lt;b&gt;&#x3c;b&#62;&amp;lt;",
    "a template": f"{MARK}{{{{7*7}}}}${{7*7}}#{{7*7}}<%= 7*7 %>",
    "places of str.format": f"{MARK}{{0}}{{code}}{{link.__class__}}{{",
    "places of %": f"{MARK}%s%d%(x)s%n%",
    "markup of rich": f"{MARK}[red]x[/red][/][link=https://evil.example]y[/link]:smile:",
    "a formula": f'=HYPERLINK("https://evil.example","{MARK}")',
    "a formula by +": f"+1+cmd|' /C calc'!{MARK}",
    "a formula by @": f"@SUM(1+1)*{MARK}",
    "a formula after a tab": f"\t=1+1{MARK}",
    "a header": f"{MARK}\r\nBcc: evil@evil.example\r\n\r\nbody",
    "a line": f"{MARK}\nERROR odop.server: forged",
    "a code that fills itself in": f"{MARK}\n\n@evil.example #111111",
    "a line of JSON": f'{MARK}"}}\n{{"event":"done","action":"sessionCreate',
    "written breaks": f"{MARK}%0d%0aSet-Cookie:%20a=b&#13;&#10;\\r\\n",
    "lines of JavaScript": f"{MARK}\u2028alert(1)\u2029//",
    "other ends of lines": f"{MARK}\x0bone\x0ctwo\x85three\x1cfour",
    "right to left": f"{MARK}\u202egpj.exe\u2066\u200f",
    "unseen marks": f"{MARK}\u200b\u200d\ufeff\u00ad\u2060\u180e",
    "a zero byte": f"{MARK}\x00<b>",
    "an escape": f"{MARK}\x1b[2J\x1b]0;owned\x07\x1b[31m",
    "an escape of eight bits": f"{MARK}\x9b2J\x9d0;owned\x9c",
    "backspaces": f"{MARK}\b\b\b\x7f\x7f",
    "half a pair": f"{MARK}\ud83e\udfff",
    "Devanagari": f"{MARK} क्‍षेत्रीय हस्तशिल्प ड़ ़ ्",
    "pictographs": f"{MARK} 🪔👨‍👩‍👧🏽🇮🇳",
    "marks upon marks": f"{MARK} a" + "\u0301" * 60,
    "a script's address": f"javascript:alert(1)//{MARK}",
    "an address of data": f"data:text/html,<script>alert(1)</script>{MARK}",
    "a file": f"../../../../etc/passwd%00{MARK}",
    "a document type": f'{MARK}<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]>&y;',
    "the end of CDATA": f"{MARK}]]><b>x</b>",
    "SQL": f"{MARK}'; DROP TABLE orders; --",
    "very long": f"{MARK}" + "<b>अ" * 400,
}


def without_halves(text: str) -> str:
    """As JSON, HTTP and PostgreSQL can carry it at all."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")
