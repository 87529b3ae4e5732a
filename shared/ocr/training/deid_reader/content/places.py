"""Addresses, telephone numbers, e-mail, web addresses, institutions, professions."""

from __future__ import annotations

import numpy as np

from ..kinds import Split
from .identifiers import digits, letters
from .names import family, given, invented
from .tokens import cased, of_split, pick

STREETS = (
    "Main St",
    "Oak Ave",
    "Elm Street",
    "Hill Rd",
    "Park Lane",
    "High Street",
    "Church Rd",
    "2nd Ave",
    "Lake Dr",
    "Broadway",
)
STREET_FORMS = (
    "{name}straße {n}",
    "{name}str. {n}",
    "{name}weg {n}",
    "{n} rue {name}",
    "{n}, av. de {name}",
    "Calle {name} {n}",
    "Via {name} {n}",
    "Rua {name}, {n}",
    "ul. {name} {n}",
    "{name}gatan {n}",
    "{name}vej {n}",
    "{name}laan {n}",
    "{n} {name} Street",
    "{n} {name} Road",
    "Pza. {name} {n}",
    "{name} utca {n}.",
)
CITIES = tuple(
    """London Bristol Leeds Boston Chicago Denver Houston Phoenix Seattle Berlin München Köln Düsseldorf Nürnberg Zürich Genève
Wien Graz Paris Lyon Nîmes Besançon Orléans Marseille Madrid Málaga Cádiz León Córdoba Bogotá Lisboa Évora Coimbra Porto Milano Torino
Forlì Roma Napoli Amsterdam Utrecht Gent Liège Malmö Örebro Göteborg Århus Ålborg Tromsø Ålesund Reykjavík Helsinki Jyväskylä Tallinn Tartu
Rīga Liepāja Vilnius Šiauliai Łódź Kraków Gdańsk Wrocław Poznań Białystok Praha Brno Plzeň Košice Žilina Győr Pécs Szeged Iași Brașov
București Constanța Zagreb Šibenik Niš Čačak Ljubljana Tiranë İzmir Eskişehir Şanlıurfa Athens Kyiv Dublin Cork Tokyo Osaka Seoul
Mumbai Chennai Lagos Nairobi Toronto Montréal Québec Sydney Perth""".split()
)
STATES = ("CA", "NY", "TX", "FL", "MA", "OH", "WA", "IL", "CO", "GA", "QC", "ON")
HOSPITALS = (
    "{name} Hospital",
    "{city} General Hospital",
    "St. {given} Hospital",
    "{name} Medical Center",
    "Klinikum {city}",
    "Universitätsklinikum {city}",
    "Hôpital {name}",
    "CHU {city}",
    "CHU de {city}",
    "Hospital {given}",
    "Ospedale di {city}",
    "Szpital w {city}",
    "{city} Imaging",
    "{name} Radiology",
    "Radiologie {city}",
    "Clínica {name}",
    "{city} Univ. Hosp.",
    "Krankenhaus {city}",
    "{name} Clinic",
    "Praxis Dr. {name}",
    "Sjukhuset {city}",
    "{city} VA Med Ctr",
    "Nemocnice {city}",
    "Centre Hospitalier {city}",
    "UZ {city}",
    "{name} Diagnostics Ltd.",
    "Inst. {name}",
    "{city} Heart Centre",
)
DOMAINS = (
    "com",
    "org",
    "net",
    "de",
    "fr",
    "edu",
    "co.uk",
    "nl",
    "it",
    "es",
    "pl",
    "eu",
    "se",
    "health",
)
PROFESSIONS = (
    "Teacher",
    "Nurse",
    "Miner",
    "Bäcker",
    "Lehrerin",
    "Farmer",
    "Welder",
    "Driver",
    "Clerk",
    "Engineer",
    "Retired",
    "Student",
    "Pilot",
    "Maçon",
    "Infirmière",
    "Obrero",
    "Electrician",
    "Carpenter",
    "Soldier",
    "Cook",
)


def city(rng: np.random.Generator, split: Split) -> str:
    """A town: real, or invented."""
    return pick(rng, of_split(CITIES, split)) if rng.random() < 0.6 else invented(rng, 0.05)


def postal(rng: np.random.Generator) -> str:
    """A postal code of one of several countries."""
    forms = (
        lambda: digits(rng, 5),
        lambda: digits(rng, 4),
        lambda: f"{digits(rng, 5)}-{digits(rng, 4)}",
        lambda: f"D-{digits(rng, 5)}",
        lambda: f"{letters(rng, 2)}{digits(rng, 1)} {digits(rng, 1)}{letters(rng, 2)}",
        lambda: f"{digits(rng, 2)}-{digits(rng, 3)}",
        lambda: f"{digits(rng, 3)} {digits(rng, 2)}",
        lambda: f"{digits(rng, 4)} {letters(rng, 2)}",
        lambda: f"F-{digits(rng, 5)}",
    )
    return pick(rng, forms)()


def address(rng: np.random.Generator, split: Split) -> str:
    """A street or a town line; words parted by spaces."""
    number = int(rng.integers(1, 400))
    if rng.random() < 0.35:
        street = f"{number} {pick(rng, STREETS)}"
    else:
        street = pick(rng, STREET_FORMS).format(name=family(rng, split), n=number)
    town = city(rng, split)
    forms = (
        street,
        street,
        f"{postal(rng)} {town}",
        f"{town}, {pick(rng, STATES)} {digits(rng, 5)}",
        f"{street}, {town}",
        f"{town} {postal(rng)}",
        f"{town}",
        f"P.O. Box {number}",
    )
    return cased(rng, pick(rng, forms))


def phone(rng: np.random.Generator) -> str:
    """A telephone or fax number; words parted by spaces."""
    forms = (
        lambda: f"({digits(rng, 3)}) {digits(rng, 3)}-{digits(rng, 4)}",
        lambda: f"{digits(rng, 3)}-{digits(rng, 3)}-{digits(rng, 4)}",
        lambda: f"+{int(rng.integers(1, 99))} {digits(rng, 2)} {digits(rng, 4)} {digits(rng, 4)}",
        lambda: f"0{digits(rng, 3)}/{digits(rng, 6)}",
        lambda: " ".join(digits(rng, 2) for _ in range(5)),
        lambda: f"+49-{digits(rng, 3)}-{digits(rng, 6)}",
        lambda: f"{digits(rng, 3)}.{digits(rng, 3)}.{digits(rng, 4)}",
        lambda: f"x{digits(rng, 4)}",
        lambda: f"0{digits(rng, 10)}",
    )
    return pick(rng, forms)()


def email(rng: np.random.Generator, split: Split) -> str:
    """An e-mail address."""
    user = pick(
        rng,
        (
            f"{given(rng, split)}.{invented(rng)}",
            invented(rng),
            f"{invented(rng)}{digits(rng, 2)}",
            f"{invented(rng)}_{letters(rng, 1)}",
        ),
    )
    return f"{user}@{invented(rng)}.{pick(rng, DOMAINS)}".lower().replace("i\u0307", "i")


def url(rng: np.random.Generator) -> str:
    """A web address."""
    host = f"{invented(rng)}.{pick(rng, DOMAINS)}".lower()
    return pick(
        rng,
        (
            f"www.{host}",
            f"http://{host}/",
            f"https://www.{host}/{invented(rng).lower()}",
            host,
            f"https://{host}",
        ),
    )


def institution(rng: np.random.Generator, split: Split) -> str:
    """A hospital, department or practice; words parted by spaces."""
    form = pick(rng, HOSPITALS)
    return cased(
        rng, form.format(name=family(rng, split), city=city(rng, split), given=given(rng, split))
    )
