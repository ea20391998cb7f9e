//! Which module uses which, the rooms they stand in, and the table of what a room may use.

use crate::scan::{Module, Named, Source};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The rooms of this folder have their own lines; every other top-level module is one room.
const WITH_INNER_ROOMS: &str = "linalg";

/// Whether a module is the one named by `a/b`, or below it.
pub fn below(module: &[String], place: &str) -> bool {
    let place: Vec<&str> = place.split('/').collect();
    module.len() >= place.len() && module.iter().zip(&place).all(|(m, p)| m == p)
}

/// The room of a module: `None` for the crate root and for the list of the inner rooms.
fn room(module: &[String]) -> Option<String> {
    match module {
        [] => None,
        [top] if top == WITH_INNER_ROOMS => None,
        [top, inner, ..] if top == WITH_INNER_ROOMS => Some(format!("{top}/{inner}")),
        [top, ..] => Some(top.clone()),
    }
}

/// The names of the methods of a trait, from where it is declared to the next item at its depth.
pub fn methods<'a>(code: &'a str, declaration: &str) -> Vec<&'a str> {
    let body = code.split_once(declaration).map_or("", |(_, after)| after);
    let end = body.find("\n}").unwrap_or(body.len());
    let names = body[..end].split("\n    fn ").skip(1);
    names.filter_map(|f| f.split(|c: char| !(c.is_alphanumeric() || c == '_')).next()).collect()
}

/// Modules and the arrows between them.
pub struct Graph {
    /// By module.
    pub sources: BTreeMap<Module, Source>,
    /// From a module to every module that it names, through what others hand on; with the line.
    arrows: BTreeMap<Module, Vec<(Module, usize)>>,
    /// Paths that lead to no module.
    lost: Vec<String>,
}

impl Graph {
    /// Follows every name to the modules it comes from.
    pub fn of(sources: BTreeMap<Module, Source>) -> Self {
        let mut graph = Self { sources, arrows: BTreeMap::new(), lost: Vec::new() };
        let mut arrows = BTreeMap::new();
        for (module, source) in &graph.sources {
            let mut out = Vec::new();
            for name in &source.names {
                // A name of a child that is only handed on is no arrow, unless this module uses it.
                let own = name.path.len() > module.len() && name.path.starts_with(module);
                let idle = |alias: &String| !source.words.contains(alias);
                if own && name.exported && name.alias.as_ref().is_none_or(idle) {
                    continue;
                }
                let targets = graph.resolve(&name.path, module, 0);
                if targets.is_empty() {
                    graph.lost.push(format!("{}:{}: crate::{}", source.file, name.line, name.path.join("::")));
                }
                out.extend(targets.into_iter().filter(|t| t != module).map(|t| (t, name.line)));
            }
            arrows.insert(module.clone(), out);
        }
        graph.arrows = arrows;
        graph
    }

    /// The module that a path written in `here` names, and those from which that module has the
    /// name. A private `use` hands on to children only.
    fn resolve(&self, path: &[String], here: &[String], depth: usize) -> Vec<Module> {
        let longest = (0..=path.len()).rev().find(|&n| self.sources.contains_key(&path[..n]));
        let Some(module) = longest.map(|n| path[..n].to_vec()) else { return Vec::new() };
        let name = path.get(module.len());
        let handed = |n: &&Named| {
            (n.exported || here.starts_with(&module))
                && match name.map(String::as_str) {
                    None => false,
                    Some("*") => n.alias.is_some(),
                    Some(name) => n.alias.as_deref() == Some(name) || n.alias.as_deref() == Some("*"),
                }
        };
        let from: Vec<_> = self.sources[&module].names.iter().filter(handed).collect();
        let mut found: Vec<Module> = from
            .iter()
            .filter(|n| depth < 8 && n.path != path)
            .flat_map(|n| {
                let mut next = n.path.clone();
                if next.last().is_some_and(|s| s == "*") {
                    next.pop();
                    next.extend(name.cloned());
                }
                next.extend(path.iter().skip(module.len() + 1).cloned());
                self.resolve(&next, &module, depth + 1)
            })
            .collect();
        // What a module hands on from its own room is met there; what it hands on from another one
        // is met in both. The root is no room.
        if !module.is_empty() && !found.iter().any(|m| room(m) == room(&module)) {
            found.push(module);
        }
        found
    }

    /// All modules at or below a place, of which there must be one: a rule about nothing holds.
    pub fn modules_of(&self, place: &str) -> Vec<Module> {
        let found: Vec<Module> = self.sources.keys().filter(|m| below(m, place)).cloned().collect();
        assert!(!found.is_empty(), "{place} is not there; has it moved?");
        found
    }

    /// What a module names outside of its own room, with the place where it does.
    pub fn imports(&self, module: &Module) -> impl Iterator<Item = (&Vec<String>, String)> {
        let source = &self.sources[module];
        let own = module[0].clone();
        let outside = source.names.iter().filter(move |n| n.path.first().is_some_and(|first| *first != own));
        outside.map(|n| (&n.path, format!("{}:{}", source.file, n.line)))
    }

    /// Where one of the words occurs in a module's code.
    pub fn words(&self, module: &Module, words: &[&str]) -> Vec<String> {
        let source = &self.sources[module];
        let lines = source.code.lines().enumerate();
        let hits = lines.flat_map(|(i, l)| words.iter().filter(move |w| count(l, w) > 0).map(move |w| (i + 1, w)));
        hits.map(|(line, word)| format!("{}:{line}: {word}", source.file)).collect()
    }

    /// The shortest way along arrows from a module to a forbidden place, if there is any; arrows
    /// that leave one of the places `closed` are not followed.
    pub fn way(&self, start: &Module, forbidden: &[&str], closed: &[&str]) -> Option<String> {
        let among = |module: &[String], places: &[&str]| places.iter().any(|place| below(module, place));
        let mut reached = BTreeMap::from([(start.clone(), None)]);
        let mut queue = VecDeque::from([start.clone()]);
        while let Some(module) = queue.pop_front() {
            if among(&module, forbidden) {
                let mut way = vec![self.sources[&module].file.clone()];
                let mut at = &module;
                while let Some(Some((from, line))) = reached.get(at) {
                    way.push(format!("{}:{line}", self.sources[from].file));
                    at = from;
                }
                way.reverse();
                return Some(way.join(" -> "));
            }
            let out = self.arrows.get(&module).filter(|_| !among(&module, closed));
            for (next, line) in out.into_iter().flatten() {
                if !reached.contains_key(next) {
                    reached.insert(next.clone(), Some((module.clone(), *line)));
                    queue.push_back(next.clone());
                }
            }
        }
        None
    }

    /// Arrows to a statement (a file or folder of `claims/paper` or `claims/ours`) from anywhere in
    /// `claims/` but itself and the lists of claims.
    pub fn between_statements(&self) -> Vec<String> {
        let statement = |module: &[String]| match module.iter().map(String::as_str).collect::<Vec<_>>()[..] {
            ["claims", "paper" | "ours", name, ..] => Some(name.to_string()),
            _ => None,
        };
        let list =
            ["claims", "claims/paper", "claims/ours"].map(|m| m.split('/').map(String::from).collect::<Module>());
        let arrows = self.arrows.iter().filter(|(m, _)| below(m, "claims") && !list.contains(m));
        let targets = arrows.flat_map(|(module, out)| out.iter().map(move |(target, line)| (module, target, line)));
        let foreign = targets.filter(|(m, t, _)| statement(t).is_some() && statement(m) != statement(t));
        foreign.map(|(m, t, line)| format!("{}:{line} -> {}", self.sources[m].file, self.sources[t].file)).collect()
    }

    /// All rooms.
    fn rooms(&self) -> BTreeSet<String> {
        self.sources.keys().filter_map(|m| room(m)).collect()
    }

    /// (from, to, where) for every arrow between two rooms.
    fn between_rooms(&self) -> Vec<(String, String, String)> {
        let mut found = Vec::new();
        for (module, out) in &self.arrows {
            let Some(from) = room(module) else { continue };
            for (target, line) in out {
                let at = format!("{}:{line}", self.sources[module].file);
                // The folder of the inner rooms is no room: name the one that is meant.
                let to = room(target).unwrap_or_else(|| target.join("/"));
                if to != from {
                    found.push((from.clone(), to, at));
                }
            }
        }
        found.sort();
        found.dedup();
        found
    }

    /// Every pair of rooms that reach each other, with the arrows among them.
    pub fn circles(&self) -> Vec<String> {
        let arrows = self.between_rooms();
        let direct = |from: &str| arrows.iter().filter(|a| a.0 == from).map(|a| a.1.clone()).collect::<Vec<_>>();
        let reach = |from: &String| {
            let (mut seen, mut stack) = (BTreeSet::new(), direct(from));
            while let Some(next) = stack.pop() {
                if seen.insert(next.clone()) {
                    stack.extend(direct(&next));
                }
            }
            seen
        };
        let reached: BTreeMap<String, BTreeSet<String>> =
            self.rooms().into_iter().map(|r| (r.clone(), reach(&r))).collect();
        let back = |from: &str, to: &str| reached.get(to).is_some_and(|r| r.contains(from));
        arrows.iter().filter(|(f, t, _)| back(f, t)).map(|(f, t, at)| format!("{f} -> {t} ({at})")).collect()
    }
}

/// How often a word stands in a text.
fn count(text: &str, word: &str) -> usize {
    let is_word = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    let free =
        |at: &usize| !is_word(text[..*at].chars().next_back()) && !is_word(text[at + word.len()..].chars().next());
    text.match_indices(word).map(|(at, _)| at).filter(free).count()
}

/// The lines of the table, in order: a room and what it may use.
pub struct Table {
    lines: Vec<(String, BTreeSet<String>)>,
    /// Rooms that may use everything above, but for exceptions.
    broad: BTreeSet<String>,
}

impl Table {
    /// Reads the table whose heading is `room | what lives there | may use`. Names are in backticks
    /// and may end with `/`; `linalg` stands for all of its rooms above; "everything above" may go
    /// on with "but" and exceptions.
    pub fn read(text: &str) -> Result<Self, String> {
        let cells = |l: &str| l.trim().trim_matches('|').split('|').map(|c| c.trim().to_string()).collect::<Vec<_>>();
        let is_head = |l: &&str| cells(l) == ["room", "what lives there", "may use"];
        let table = text.lines().skip_while(|l| !is_head(l)).skip(2).take_while(|l| l.starts_with('|'));
        let rows: Vec<Vec<String>> = table.map(cells).collect();
        let names = |cell: &str| -> Vec<String> {
            cell.split('`').skip(1).step_by(2).map(|n| n.trim_end_matches('/').to_string()).collect()
        };
        let mut lines: Vec<(String, BTreeSet<String>)> = Vec::new();
        let mut broad = BTreeSet::new();
        for row in &rows {
            let [rooms, _, may] = row.as_slice() else { return Err(format!("not three cells: {row:?}")) };
            let mut allowed: BTreeSet<String> = names(may).into_iter().collect();
            let above = || lines.iter().map(|(room, _)| room.clone());
            if allowed.remove(WITH_INNER_ROOMS) {
                allowed.extend(above().filter(|room| room.starts_with(WITH_INNER_ROOMS)));
            }
            let [room] = names(rooms).try_into().map_err(|n| format!("one room a line: {n:?}"))?;
            if may.starts_with("everything above") {
                allowed = above().filter(|room| !allowed.contains(room)).collect();
                broad.insert(room.clone());
            }
            lines.push((room, allowed));
        }
        if lines.is_empty() { Err("no table of rooms".into()) } else { Ok(Self { lines, broad }) }
    }

    /// Rooms without a line, lines without a room or twice, and names in the table that are no room.
    pub fn mismatches(&self, graph: &Graph) -> Vec<String> {
        let rooms = graph.rooms();
        let listed: BTreeSet<_> = self.lines.iter().map(|(room, _)| room.clone()).collect();
        let mut found: Vec<String> = rooms.difference(&listed).map(|r| format!("{r}: no line")).collect();
        found.extend(listed.difference(&rooms).map(|r| format!("{r}: no room")));
        if listed.len() < self.lines.len() {
            found.push("a room has two lines".into());
        }
        for (room, allowed) in &self.lines {
            found.extend(allowed.difference(&listed).map(|r| format!("{room} may use {r}: no line")));
        }
        found
    }

    /// Arrows that the table does not allow, and names that lead nowhere.
    pub fn violations(&self, graph: &Graph) -> Vec<String> {
        let allows = |from: &str, to: &str| self.lines.iter().any(|(room, may)| room == from && may.contains(to));
        let arrows = graph.between_rooms().into_iter().filter(|(from, to, _)| !allows(from, to));
        let mut found: Vec<String> = arrows.map(|(from, to, at)| format!("{at}: {from} -> {to}")).collect();
        found.extend(graph.lost.iter().map(|l| format!("{l} leads to no room")));
        found
    }

    /// Allowed rooms of later lines.
    pub fn upward(&self) -> Vec<String> {
        let place = |room: &String| self.lines.iter().position(|(r, _)| r == room);
        let pairs = self.lines.iter().flat_map(|(room, may)| may.iter().map(move |m| (room, m)));
        pairs.filter(|(r, m)| place(m) >= place(r)).map(|(r, m)| format!("{r} -> {m}")).collect()
    }

    /// Allowed arrows that nobody uses. Lines that may use everything above are not meant.
    pub fn idle(&self, graph: &Graph) -> Vec<String> {
        let used: BTreeSet<(String, String)> = graph.between_rooms().into_iter().map(|(f, t, _)| (f, t)).collect();
        let narrow = self.lines.iter().filter(|(room, _)| !self.broad.contains(room));
        let pairs = narrow.flat_map(|(room, may)| may.iter().map(move |m| (room.clone(), m.clone())));
        pairs.filter(|pair| !used.contains(pair)).map(|(from, to)| format!("{from} -> {to}")).collect()
    }
}
