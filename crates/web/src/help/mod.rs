//! 帮助: what every page is for, what to do on it, what happens next, whom to ask, in plain words; and what follows
//! when a command is saved. The texts are data, one file a capability; a test walks every page and fails where
//! one has none. Deadlines are not written here: they are read of the rules in force.
//! Must never know: anything of a case.

mod access;
mod admin;
mod calendar;
mod casefile;
mod desk;
mod follows;
mod handover;
mod papers;
mod sealed;

use crate::{
    App,
    frame::{self, Frame},
    problem::PageProblem,
    routes::Route,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response, routing::get};
use domain::rules::Item;
use jiff::civil::Date;

/// Help about one kind of page.
pub struct Topic {
    /// The anchor on the page of help.
    pub id: &'static str,
    /// What the page is called.
    pub title: &'static str,
    /// The routes that show it.
    pub routes: &'static [&'static str],
    /// What it is for.
    pub purpose: &'static str,
    /// What to do here.
    pub act: &'static str,
    /// What happens next.
    pub then: &'static str,
    /// The rules whose deadlines count here.
    pub rules: &'static [&'static str],
    /// Whom to ask.
    pub ask: &'static str,
}

/// The topics of a capability, under a heading.
struct Chapter {
    title: &'static str,
    topics: &'static [Topic],
}

const CHAPTERS: [Chapter; 8] = [
    Chapter { title: "登录和密码", topics: access::TOPICS },
    Chapter { title: "待办、请假、移交", topics: desk::TOPICS },
    Chapter { title: "日历和通报", topics: calendar::TOPICS },
    Chapter { title: "档案和帮教", topics: casefile::TOPICS },
    Chapter { title: "封存档案", topics: sealed::TOPICS },
    Chapter { title: "名册和衔接", topics: handover::TOPICS },
    Chapter { title: "文书、材料、发文", topics: papers::TOPICS },
    Chapter { title: "账号、审计、规则", topics: admin::TOPICS },
];

/// The topic of a route, as the list of routes writes it.
pub fn of(route: &str) -> Option<&'static Topic> {
    CHAPTERS.iter().flat_map(|c| c.topics).find(|t| t.routes.contains(&route))
}

pub use follows::{is_final, of as follows};

/// A topic with the deadlines in force.
struct Section {
    topic: &'static Topic,
    deadlines: Vec<String>,
}

#[derive(Template)]
#[template(path = "help.html")]
struct Page {
    frame: Frame,
    chapters: Vec<(&'static str, Vec<Section>)>,
}

/// The routes of this module.
pub fn routes() -> Vec<Route> {
    vec![Route::new("GET", "/help", get(help))]
}

async fn help(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    let today = visitor.asker.now.today;
    let section = |topic| Section { topic, deadlines: deadlines(&app, topic, today) };
    let chapter = |c: &Chapter| (c.title, c.topics.iter().map(section).collect());
    let chapters = CHAPTERS.iter().map(chapter).collect();
    frame::render(Page { frame: Frame::new(&app, &visitor, "help", "帮助"), chapters })
}

/// The deadlines that count for a topic, as the rules in force say.
fn deadlines(app: &App, topic: &Topic, today: Date) -> Vec<String> {
    let pack = app.service.rules.at(today);
    let item = |id: &&'static str| pack.items().find(|i| i.rule.id() == *id);
    topic.rules.iter().filter_map(item).map(told).collect()
}

fn told(item: &Item) -> String {
    format!("{}：{}（{}）", item.title, crate::admin::in_words(item), item.rule.id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    fn topics() -> impl Iterator<Item = &'static Topic> {
        CHAPTERS.iter().flat_map(|c| c.topics)
    }

    #[test]
    fn every_text_has_sixty_to_two_hundred_characters() {
        for t in topics() {
            let length: usize = [t.purpose, t.act, t.then, t.ask].map(|s| s.chars().count()).iter().sum();
            assert!((60..=200).contains(&length), "{}: {length}", t.id);
            assert!([t.purpose, t.act, t.then, t.ask].iter().all(|s| !s.is_empty()), "{}", t.id);
        }
    }

    #[test]
    fn anchors_and_routes_are_named_once_and_routes_exist() {
        let ids: BTreeSet<_> = topics().map(|t| t.id).collect();
        assert_eq!(ids.len(), topics().count());
        let named: Vec<_> = topics().flat_map(|t| t.routes).copied().collect();
        assert_eq!(named.iter().collect::<BTreeSet<_>>().len(), named.len());
        let all: BTreeSet<_> = crate::routes::all().iter().map(|r| r.path).collect();
        let gone: Vec<_> = named.iter().filter(|r| !all.contains(*r)).collect();
        assert!(gone.is_empty(), "{gone:?}");
    }

    #[test]
    fn every_rule_that_is_named_is_in_the_rules() {
        let rules = domain::rules::Rules::builtin();
        let pack = rules.at(jiff::civil::date(2026, 11, 24));
        let known: BTreeSet<&str> = pack.items().map(|i| i.rule.id()).collect();
        for id in topics().flat_map(|t| t.rules) {
            assert!(known.contains(id), "{id}");
        }
    }
}
