#!/usr/bin/env python3
"""Indexes the words of records with Xapian and times searches, beside the search of gongkai, in one run of make bench.

bench_xapian.py WORDS QUERIES INDEX: WORDS has a line of JSON for each record, oldest first: {"order": […], "more": […]};
QUERIES one for each search: {"class": …, "all": [[word, …], …]}. Prints a line of JSON for each class and way of asking.
"""
import json
import os
import sys
import time

try:
    import xapian
except ImportError:
    print("python3-xapian is missing", file=sys.stderr)
    sys.exit(3)

TOP, MOST = 20, 1001


def build(words, index):
    if os.path.exists(index):
        return
    began = time.monotonic()
    db = xapian.WritableDatabase(index, xapian.DB_CREATE_OR_OPEN)
    with open(words, encoding="utf-8") as lines:
        for line in lines:
            record, doc = json.loads(line), xapian.Document()
            for place, word in enumerate(record["order"], 1):
                if word:
                    doc.add_posting(word, place)
            for word in record["more"]:
                doc.add_term(word)
            db.add_document(doc)
    db.commit()
    db.close()
    size = sum(os.path.getsize(os.path.join(index, f)) for f in os.listdir(index))
    print(json.dumps({"class": "index", "way": "xapian", "seconds": time.monotonic() - began, "bytes": size}))


def query(phrases):
    parts = [xapian.Query(p[0]) if len(p) == 1 else xapian.Query(xapian.Query.OP_PHRASE, p) for p in phrases]
    words = [q for q, p in zip(parts, phrases) if not p[0].startswith("\ue003")]
    marks = [q for q, p in zip(parts, phrases) if p[0].startswith("\ue003")]
    found = xapian.Query(xapian.Query.OP_AND, words)
    return xapian.Query(xapian.Query.OP_FILTER, found, xapian.Query(xapian.Query.OP_AND, marks)) if marks else found


def ask(db, q, newest, least):
    enquire = xapian.Enquire(db)
    enquire.set_query(q)
    if newest:
        enquire.set_weighting_scheme(xapian.BoolWeight())
        enquire.set_docid_order(xapian.Enquire.DESCENDING)
    began = time.perf_counter()
    found = enquire.get_mset(0, TOP, least)
    ids = [m.docid for m in found]
    total = found.get_matches_estimated()
    return time.perf_counter() - began, total, ids


def main(words, queries, index):
    build(words, index)
    db = xapian.Database(index)
    classes = {}
    with open(queries, encoding="utf-8") as lines:
        for line in lines:
            asked = json.loads(line)
            classes.setdefault(asked["class"], []).append(query(asked["all"]))
    for name, asked in classes.items():
        for way, newest, least in (("relevance", False, MOST), ("relevance exact", False, db.get_doccount()), ("date", True, MOST)):
            times = []
            for q in asked:
                best = min(ask(db, q, newest, least)[0] for _ in range(3))
                times.append(best)
            times.sort()
            print(json.dumps({"class": name, "way": way, "p50": times[len(times) // 2] * 1e6, "p99": times[min(len(times) - 1, len(times) * 99 // 100)] * 1e6}), flush=True)


main(*sys.argv[1:])
