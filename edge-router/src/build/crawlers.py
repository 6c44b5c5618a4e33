#!/usr/bin/env python3
"""Makes the router's list of crawlers from two public lists, and a sample of each for its test.

    edge-router/src/build/crawlers.py <ai-robots.json> <crawler-user-agents.json>

The first is robots.json of github.com/ai-robots-txt/ai.robots.txt, the second crawler-user-agents.json of
github.com/monperrus/crawler-user-agents; both MIT. It writes src/main/resources/dev/mayfly/edge/bots/crawlers.tsv and
src/test/resources/crawler-samples.tsv. The same lists make the same files, to the byte.

A line of crawlers.tsv: purpose, how it is found, the text, the literal, name, operator (tabs between).
  token    the text as a whole word, in any case
  product  the same, with a slash behind it, in that case (it is a word of the language)
  text     the text as it stands
  pattern  a regular expression, asked only where its literal is (any case)
"""
import json
import pathlib
import re
import sys

# What a name or the tags do not tell. From the operators' own pages.
PURPOSES = {
    "Amazonbot": "search", "Applebot": "search", "Applebot-Extended": "train", "bedrockbot": "train",
    "ChatGPT Agent": "agent", "cohere-ai": "agent", "facebookexternalhit": "other", "GoogleOther": "other",
    "GoogleOther-Image": "other", "GoogleOther-Video": "other", "Google-Firebase": "agent", "OpenAI": "other",
    "Linguee Bot": "other", "LCC": "train", "Crawl4AI": "other", "Lightpanda": "other", "Scrapy": "other",
    "Spider": "train", "YouBot": "search", "iaskspider/2.0": "search", "Claude-Web": "train",
    "MistralAI-User/1.0": "agent", "wpbot": "agent", "PetalBot": "search", "atlassian-bot": "search",
    "Andibot": "search", "BuddyBot": "agent", "QuillBot": "other", "quillbot.com": "other", "TwinAgent": "agent",
    "SemrushBot-OCOB": "other", "SemrushBot-SWA": "other", "ISSCyberRiskCrawler": "other", "SBIntuitionsBot": "train",
    "Google-CloudVertexBot": "train",
}
NAMES = {
    "AdsBot-Google([^-]|$)": "AdsBot-Google", "Ahrefs(Bot|SiteAudit)": "AhrefsBot", "(^| )sentry\\/": "sentry",
    "(^| )PTST\\/": "PTST", "BlogTraffic\\/\\d\\.\\d+ Feed-Fetcher": "BlogTraffic Feed-Fetcher",
    "(sistrix|SISTRIX) [cC]rawler": "sistrix", "yandex\\.com\\/bots": "YandexBot", "[wW]get": "Wget",
}
WORDS = {"Code", "Cursor", "Operator", "Spider", "Trae", "Devin", "OpenAI", "LCC", "YaK", "UseAI", "opencode"}
SPECIAL = set("\\^$.|?*+()[]{}")


def purpose_of_ai(name, text):
    if name in PURPOSES:
        return PURPOSES[name]
    text = text.lower()
    if re.search(r"assistant|ai agents|coding agents|user-initiated|user quer", text):
        return "agent"
    if re.search(r"\bsearch", text) and "train" not in text:
        return "search"
    if re.search(r"train|llm|scrape|dataset|data provider|machine learning|data is sold|data collection|research", text):
        return "train"
    return "other"


def purpose_of_tags(tags):
    if "search-engine" in tags:
        return "search"
    return "train" if "ai-crawler" in tags else "other"


def plain(text):
    """A field without what would end it, and without marks of a hyperlink."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", text)
    text = re.split(r" that | to download| which |, (?:a|an|the|used) ", text)[0]
    text = re.sub(r"\s+", " ", text).strip()
    return "" if text.startswith("Unclear") or text == "Unknown" else text[:60]


def literal_of(pattern):
    """The longest run of characters that every match has; None where there is a choice at the top."""
    runs, run, i = [], "", 0
    if "|" in re.sub(r"\([^)]*\)", "", pattern):
        return None
    while i < len(pattern):
        c = pattern[i]
        if c == "\\":
            nxt = pattern[i + 1]
            if nxt.isalnum():
                runs.append(run)
                run = ""
            else:
                run += nxt
            i += 2
        elif c == "[":
            runs.append(run)
            run, i = "", pattern.index("]", i) + 1
        elif c == "(":
            runs.append(run)
            run, i = "", pattern.index(")", i) + 1
        elif c in "*?":
            runs.append(run[:-1])
            run, i = "", i + 1
        elif c in SPECIAL:
            runs.append(run)
            run, i = "", i + 1
        else:
            run, i = run + c, i + 1
    runs.append(run)
    return max(runs, key=len)


def unescaped(pattern):
    """The text that the pattern is, when it is nothing else."""
    text = re.sub(r"\\([^A-Za-z0-9])", lambda m: chr(0xE000 + ord(m.group(1))), pattern)
    if SPECIAL & set(text):
        return None
    return "".join(chr(ord(c) - 0xE000) if ord(c) >= 0xE000 else c for c in text)


def name_of(entry):
    """What the pattern calls it, as a name."""
    if entry["pattern"] in NAMES:
        return NAMES[entry["pattern"]]
    name = re.sub(r"\[(\w)\w\]", r"\1", entry["pattern"]).replace("[\\s\\S]*", " ").split("|")[0]
    name = re.sub(r"\\([^A-Za-z0-9])", r"\1", name)
    return re.sub(r"^[\^( ]+|[/$( ]+$", "", name).strip() or entry["pattern"]


def is_word(word, text):
    """As the router finds a token."""
    return re.search(r"(?<![A-Za-z0-9_-])" + re.escape(word) + r"(?![A-Za-z0-9_-])", text, re.IGNORECASE)


def main(ai_file, agents_file):
    lines, known, samples = [], {}, []
    for name, about in json.load(open(ai_file, encoding="utf-8")).items():
        if name.lower() in known:
            continue
        found = "product" if name in WORDS else "token"
        known[name.lower()] = found
        lines.append((purpose_of_ai(name, about["function"]), found, name, name.lower(), name, plain(about["operator"])))
    for entry in json.load(open(agents_file, encoding="utf-8")):
        name, tags, text = name_of(entry), entry["tags"], unescaped(entry["pattern"])
        if entry["instances"]:
            samples.append((entry["pattern"], entry["instances"][0]))
        word = (text or name).rstrip("/").lower()
        if known.get(word) == "token" and all(is_word(word, example) for example in entry["instances"]):
            continue
        alternatives = [entry["pattern"]] if literal_of(entry["pattern"]) else entry["pattern"].split("|")
        for pattern in alternatives:
            text = unescaped(pattern)
            found = "text" if text else "pattern"
            literal = (text or literal_of(pattern)).lower()
            if len(literal) < 3:
                sys.exit(f"{pattern} has no literal of three characters")
            lines.append((purpose_of_tags(tags), found, text or pattern, literal, name, ""))
    here = pathlib.Path(__file__).resolve().parent.parent
    write(here / "main/resources/dev/mayfly/edge/bots/crawlers.tsv", lines)
    write(here / "test/resources/crawler-samples.tsv", samples)
    print(f"{len(lines)} crawlers, {len(samples)} samples")


def write(file, lines):
    file.parent.mkdir(parents=True, exist_ok=True)
    rows = ["\t".join(re.sub(r"[\t\r\n]+", " ", field) for field in line) for line in lines]
    head = "# Made by src/build/crawlers.py: change that, or the lists it reads.\n"
    file.write_text(head + "\n".join(rows) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
