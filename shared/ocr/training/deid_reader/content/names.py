"""Names of people: lists of many languages, and pronounceable names that nobody has."""

from __future__ import annotations

import numpy as np

from ..kinds import Split
from .tokens import Token, cased, chance, is_readable, of_split, phi, pick

GIVEN = tuple(
    """James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard
Susan Joseph Jessica Thomas Sarah Charles Karen Daniel Nancy Matthew Lisa Anthony Betty Mark Margaret
Donald Sandra Steven Ashley Paul Kimberly Andrew Emily Joshua Donna Kenneth Michelle Kevin Carol Brian
George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary Olivia Emma Ava Sophia Zoe Aaron Abigail
Hans Jürgen Günther Wolfgang Dieter Klaus Jörg Björn Käthe Bärbel Ursula Heike Anneliese Grete Lukas
Matthias Götz Rüdiger Sören Anke Silke Hannelore Kurt Uwe Jean François Hélène André Élodie Aurélie
Benoît Cédric Chloé Désirée Émile Étienne Eugénie Frédéric Gaëlle Geneviève Gérard Gwenaël Hervé
Jérôme Joël Léa Loïc Maëlle Margaux Mathéo Maïté Noël Noémie Océane Raphaël Rémi René Sébastien Solène
Stéphane Théo Thérèse Valérie Zoé Giuseppe Giovanni Niccolò Mattia Chiara Alessandro Francesca Luigi
Giulia Lorenzo Beatrice Noè Desirè Salvatore Concetta Ilaria José María Jesús Íñigo Óscar Ángel Andrés
Begoña Belén Concepción Encarnación Germán Inés Iván Joaquín Lucía Martín Mónica Núria Raúl Rocío
Rubén Sofía Tomás Verónica Víctor Yolanda João António Conceição Gonçalo Inês Luís Mário Sebastião
Simão Tânia Vânia Zé Fátima Joaquim Jan Willem Annelies Daniëlle Zoë Chloë Sjoerd Joost Maaike Thijs
Wouter Femke Joëlle Åsa Bjørn Håkan Jørgen Kåre Lærke Mærsk Øyvind Pål Søren Sølve Åge Göran Gösta
Märta Pär Sigrún Þóra Þorsteinn Guðrún Ásgeir Einar Eiríkur Hörður Jón Ragnheiður Örn Ævar Áine Aoife
Ciarán Niamh Pádraig Róisín Seán Siobhán Séamus Eilís Päivi Jyrki Väinö Hilkka Jääskeläinen Mäkinen
Seppo Ülle Õie Jüri Tõnu Ärni Jānis Pēteris Līga Ilze Ģirts Ķerstin Žanis Inguna Mārtiņš Kristīne
Jonas Eglė Rūta Živilė Šarūnas Vytautas Žygimantas Agnė Andrius Ąžuolas Paweł Łukasz Michał Małgorzata
Agnieszka Zdzisław Wojciech Stanisław Bożena Grażyna Jędrzej Józef Świętosława Żaneta Władysław Jiří
Zdeněk Božena Jaroslav Květa Lenka Ondřej Přemysl Radomír Růžena Šárka Štěpán Tomáš Václav Věra Žofie
Ľubomír Ľudmila Ďuro Ján Katarína Matúš Miloš Zuzana Štefan Győző Árpád Béla Csaba Erzsébet György
Ildikó Jenő László Márta Mihály Ödön Piroska Sándor Tünde Zoltán Ágnes Éva Ștefan Ioana Răzvan Țuțea
Cătălin Mădălina Mihaiță Nicușor Ionuț Anghel Dănuț Đorđe Željko Ćiro Dražen Goran Hrvoje Ivica Snježana
Zvonimir Ante Siniša Mišo Slađana Boštjan Matjaž Špela Tjaša Urška Žiga Arbër Besnik Drita Ylli Çağla
Gülşen İbrahim Oğuz Şebnem Şükrü Ümit Yağmur Özgür Çetin Işıl Tuğçe Mehmet Ayşe Yiğit Aleksandr Olga
Svetlana Dmitri Ekaterina Sergei Nikolai Tatiana Giorgos Eleni Dimitrios Konstantinos Mohammed Fatima
Ahmed Aisha Omar Khadija Youssef Layla Ibrahim Zainab Hassan Noor Wei Xiu Ming Li Jing Hua Hiroshi
Yuki Sakura Kenji Haruka Takeshi Min-jun Seo-yeon Ji-woo Hye-jin Nguyen Linh Thanh Minh Anh Priya Rahul
Ananya Arjun Lakshmi Sanjay Deepika Vikram Kwame Amara Chidi Ngozi Tendai Thabo Wanjiru Oluwaseun
Mary-Ann Jean-Luc Anne-Marie Hans-Peter Karl-Heinz Jo Al Bo Ed Ty""".split()
)

FAMILY = tuple(
    """Smith Johnson Williams Brown Jones Miller Davis Wilson Anderson Taylor Thomas Moore Jackson
Martin Lee Thompson White Harris Clark Lewis Robinson Walker Young Allen King Wright Scott Hill Green
Adams Nelson Baker Hall Rivera Campbell Mitchell Carter Roberts Doe Roe Poe O'Brien O'Connor O'Neill
McDonald MacLeod McCarthy Fitzgerald D'Angelo Smith-Jones Taylor-Wood Müller Schmidt Schneider Fischer
Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Köhler Krüger Groß Weiß Böhm Größler Strauß Jäger
Schröder Vogel Kühn Günther Lorenz von Löwenstein zu-Guttenberg Dupont Durand Lefèvre Léger Benoît
Bérenger Châtelain Crépeau Désormeaux Gagné Hébert Lemaître Lévêque Mérimée Noël Périgord Prévost
Rivière Sébire Thévenet Œuvrard Vallée Côté Bouchard D'Aubigné L'Hôpital Rossi Russo Ferrari Esposito
Bianchi Romano Colombo Ricci Marino Greco Niccolò D'Amico De-Luca Forlì Nicolò García Rodríguez González
Fernández López Martínez Sánchez Pérez Gómez Muñoz Ibáñez Núñez Ordóñez Yáñez Peña Cañizares Güell
Argüelles Sepúlveda Zúñiga Silva Santos Ferreira Gonçalves Guimarães Magalhães Simões Falcão Brandão
Araújo Conceição Assunção Tábuas Mourão de-Vries Jansen Bakker Visser Smit Meijer Mulder Dijkstra
Hoekstra Zeeuw IJzerman Noordhoek van-Dijk Janssens Åberg Åkesson Ångström Björklund Blomqvist
Hägglund Höglund Lindström Nyström Öberg Österlund Söderberg Sjöström Ødegård Bjørnstad Bærentsen
Grønlund Kjær Møller Nørgaard Østergaard Skjælaaen Sørensen Thørgersen Årdal Jónsdóttir Guðmundsson
Þórðarson Sigurðardóttir Ólafsson Bjarnadóttir Ægisson Ó'Briain Ó'Súilleabháin Nic-Éanna Mac-Gabhann
Hämäläinen Jääskeläinen Mäkelä Nieminen Pyykkö Räsänen Väisänen Äijälä Mägi Õunapuu Põder Kõiv Tamm
Rüütel Bērziņš Kalniņš Ozoliņš Krūmiņš Šķēle Vējonis Liepiņa Āboliņš Ēriksons Ūdris Žagars Čakste
Ķeniņš Ģērmanis Kazlauskas Petrauskienė Žukauskas Šimkutė Grybauskaitė Čiurlionis Balčiūnas Ąžuolaitė
Įmantas Ėglis Vaičiūnas Kowalski Wiśniewska Wójcik Lewandowski Zieliński Szymański Woźniak Dąbrowski
Kozłowski Jabłoński Mączyńska Łuczak Świątek Żółkiewski Źrebiec Gałązka Pękała Ścibor Ćwikliński
Novák Svobodová Dvořák Černý Procházka Kučera Veselý Krejčí Němec Pokorný Růžička Říha Šťastný Žižka
Ďurica Ťapuchová Hlaváč Ľupták Kováč Horváth Tóth Szabó Nagy Kőszegi Szőke Fűrész Győri Hűvös Ősz
Ürményi Ördögh Kertész Popescu Ionescu Ștefănescu Țepeș Țăranu Bălan Brânzei Cărăuș Mureșan Drăgușin
Hâncu Rîmnic Șerban Petrović Jovanović Đorđević Živković Čolić Šarić Ćosić Đukić Žunić Kovačević
Novak Krajnc Zupančič Žnidaršič Kočevar Hočevar Hoxha Shehu Çela Gjoka Yılmaz Şahin Çelik Öztürk Aydın
Yıldız Güneş Doğan Kılıç Özdemir Ünal İnönü Çakır Şimşek Gündoğdu Ivanov Petrova Sokolov Kuznetsova
Shevchenko Bondarenko Papadopoulos Georgiou Nikolaidis Al-Rashid Haddad Khoury El-Sayed Ben-David Cohen
Levi Mizrahi Khan Hussain Patel Sharma Singh Gupta Reddy Iyer Chatterjee Nguyen Tran Pham Zhang Wang
Chen Liu Yang Huang Zhao Tanaka Suzuki Takahashi Watanabe Yamamoto Kim Park Choi Jung Okafor Adeyemi
Mensah Diallo Traoré N'Diaye Mbeki Dlamini Wairimu Tesfaye Osei Fa'asavalu Kealoha Ng Wu Xu Yu Ho Oh Le
Testmann Mustermann Phantom Anonymous Nobody Sample Example""".split()
)

TITLES = ("Dr.", "DR", "Dr", "Prof.", "MD", "Mr.", "Mrs.", "Ms", "Herr", "Frau", "M.", "Mme", "Sr.")
SUFFIXES = ("JR", "Jr.", "III", "II", "MD", "PhD", "SR", "M.D.", "RT(R)", "RDMS")

ONSETS = (
    "b c d f g h j k l m n p r s t v w y z br ch cr dr fl fr gl gr kl kr ph pl pr sch sh sk sl sm sn "
    "sp st sv th tr ts tw vr wh zh x q"
).split() + [""]
VOWELS = "a e i o u a e i o u ai au ea ee ei eu ia ie io oa oo ou ue y".split()
CODAS = (
    [""] * 45
    + "n r s l t m d k ch ck ff lk ll lm ln mp nd ng nn ns nt rd rk rn rs ss st th x z".split()
)
MARKED = {
    "a": "àáâãäåāăąæ",
    "c": "çćč",
    "d": "ďđð",
    "e": "èéêëēėęě",
    "g": "ğģ",
    "i": "ìíîïīįı",
    "k": "ķ",
    "l": "ĺļľł",
    "n": "ñńņň",
    "o": "òóôõöøőœ",
    "r": "ŕř",
    "s": "śşšșß",
    "t": "ţťțþ",
    "u": "ùúûüūůűų",
    "y": "ýÿ",
    "z": "źżž",
}


def invented(rng: np.random.Generator, accented: float = 0.0) -> str:
    """A pronounceable name; each letter carries an accent with probability `accented`."""
    syllables = int(rng.choice((1, 2, 2, 2, 3, 3, 4)))
    parts = [pick(rng, ONSETS) + pick(rng, VOWELS) + pick(rng, CODAS) for _ in range(syllables)]
    letters = "".join(parts)[:13]
    if accented:
        letters = "".join(
            pick(rng, MARKED[c]) if c in MARKED and chance(rng, accented) else c for c in letters
        )
    first = letters[0].upper()
    return (first if is_readable(first) else letters[0]) + letters[1:]


def _one(rng: np.random.Generator, names: tuple[str, ...], split: Split) -> str:
    draw = rng.random()
    if draw < 0.45:
        return pick(rng, of_split(names, split))
    return invented(rng, 0.0 if draw < 0.8 else 0.25)


def given(rng: np.random.Generator, split: Split) -> str:
    """A given name."""
    return _one(rng, GIVEN, split)


def family(rng: np.random.Generator, split: Split) -> str:
    """A family name."""
    return _one(rng, FAMILY, split)


def person(rng: np.random.Generator, split: Split) -> str:
    """A person's name as one of the forms that consoles print, words parted by spaces."""
    first, last, middle = given(rng, split), family(rng, split), given(rng, split)
    initial = middle[0]
    forms = (
        f"{last}^{first}",
        f"{last}^{first}^{initial}",
        f"{last}^{first}^^{pick(rng, TITLES)}",
        f"{last}^{first}^{middle}^^{pick(rng, SUFFIXES)}",
        f"{last}, {first}",
        f"{last},{first}",
        f"{last}, {first} {initial}.",
        f"{last} {first}",
        f"{first} {last}",
        f"{first} {last}",
        f"{first} {initial}. {last}",
        f"{first[0]}. {last}",
        f"{last}, {first[0]}.",
        last,
        first,
        f"{first} {family(rng, split)}-{last}",
        f"{last}_{first}",
        f"{pick(rng, TITLES)} {last}",
        f"{first} {last} {pick(rng, SUFFIXES)}",
        f"{last}/{first}",
        f"{last}^{first}",
        f"{last}, {first}",
        f"{first[0]}{middle[0]}{last[0]}",
    )
    return cased(rng, pick(rng, forms))


def physician(rng: np.random.Generator, split: Split) -> str:
    """A physician, technologist or operator, often only initials."""
    first, last = given(rng, split), family(rng, split)
    forms = (
        f"Dr. {last}",
        f"DR {last}",
        f"{last} MD",
        f"Dr. {first} {last}",
        f"{first[0]}{last[0]}",
        last,
        f"{last}^{first}^^^MD",
        f"Prof. {last}",
        f"{last}, {first[0]}., RT",
        f"{first[0]}.{last}",
    )
    return cased(rng, pick(rng, forms))


def name_tokens(rng: np.random.Generator, split: Split) -> list[Token]:
    """A person's name as tokens."""
    return phi(person(rng, split), "NAME")
