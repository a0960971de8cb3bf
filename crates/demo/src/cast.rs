//! The parts of the play: who is on register, who comes home this year, who is awaited, what is deliberately
//! left undone so that every clock has something to show today.
//! On 31 December of last year exactly `persons` cases are handed over and open; the rest comes on top.
//! Must never know: names, addresses, commands.

use crate::{dice::Dice, place::Wish};
use jiff::{ToSpan, civil::Date};

/// The way a case goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// Comes home, is received or reports.
    Home,
    /// Refuses to be collected.
    Refuses,
    /// Does not arrive.
    Missing,
    /// Taken over by another organ at the gate.
    Taken,
    /// Register outside the city.
    Outside,
    /// Released on parole: community correction takes him over.
    Paroled,
    /// The street is not known: the district routes.
    UnknownStreet,
    /// The address names the city only: the city bureau routes.
    OnlyCity,
}

/// How the verification goes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Check {
    /// True at once.
    Plain,
    /// As life has it.
    Any,
    /// Nobody found: the custodial place answers, then again.
    Doubted,
    /// Returned as not ours, routed again.
    Returned,
}

/// What is left undone.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Gap {
    /// Nothing.
    None,
    /// That command and everything after it.
    Cut(&'static str),
    /// That command alone.
    Omit(&'static str),
    /// Visits from so many days before today on.
    Silent(i32),
    /// The head has not answered what was seen so many days ago.
    Abnormal(i32),
}

/// A part.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) sent_on: Date,
    pub(crate) release_on: Date,
    pub(crate) course: Course,
    pub(crate) check: Check,
    pub(crate) gap: Gap,
    pub(crate) wish: Wish,
    pub(crate) detention: bool,
    pub(crate) lives_elsewhere: bool,
    /// Under eighteen when the term began.
    pub(crate) juvenile: bool,
}

/// All parts for so many on register, in a fixed order.
pub(crate) fn parts(persons: usize, today: Date, dice: &mut Dice) -> Vec<Part> {
    let mut cast = Cast { today, new_year: today.first_of_year(), dice, parts: vec![] };
    cast.register(persons);
    cast.came_home_this_year(persons / 5 + 4);
    cast.just_home();
    cast.refused_and_missing(persons / 100);
    cast.awaited(persons);
    cast.doubtful();
    cast.outside(persons / 20);
    cast.paroled();
    cast.unrouted(persons / 100);
    cast.parts
}

struct Cast<'a> {
    today: Date,
    new_year: Date,
    dice: &'a mut Dice,
    parts: Vec<Part>,
}

impl Cast<'_> {
    fn day(&self, days_from_today: i32) -> Date {
        self.today.saturating_add(i64::from(days_from_today).days())
    }

    fn wish(&mut self) -> Wish {
        *self.dice.weighted(&[(16, Wish::Rich), (14, Wish::District), (70, Wish::Anywhere)])
    }

    /// Someone sent with the ordinary monthly roster, one or two months ahead.
    fn ordinary(&mut self, release_on: Date) -> Part {
        let detention = self.dice.chance(6);
        let ahead = if detention { 20 } else { 35 };
        let month = release_on.saturating_sub(i64::from(ahead).days()).first_of_month();
        let sent_on =
            if detention { release_on.saturating_sub(18.days()) } else { month.saturating_add(6.days()) };
        let sent_on = sent_on.min(release_on.saturating_sub(18.days()));
        let (check, lives_elsewhere) = (Check::Any, self.dice.chance(7));
        let wish = self.wish();
        let check = if detention || lives_elsewhere { Check::Plain } else { check };
        Part {
            sent_on,
            release_on,
            course: Course::Home,
            check,
            gap: Gap::None,
            wish,
            detention,
            lives_elsewhere,
            juvenile: false,
        }
    }

    /// Someone with a part of his own: days from today, visibly near the demonstration accounts.
    fn special(&mut self, sent: i32, release: i32, gap: Gap) -> &mut Part {
        let wish = match self.parts.len() % 3 {
            0 => Wish::Anywhere,
            1 => Wish::Rich,
            _ => Wish::District,
        };
        // Whoever is on top of the register has not come home before this year.
        let release_on = self.day(release).max(self.new_year);
        let sent_on = self.day(sent).min(release_on);
        let at = self.parts.len();
        self.parts.push(Part {
            sent_on,
            release_on,
            course: Course::Home,
            check: Check::Plain,
            gap,
            wish,
            detention: false,
            lives_elsewhere: false,
            juvenile: false,
        });
        &mut self.parts[at]
    }

    /// Terms that run on 31 December: released in the five years before, more of them lately.
    fn register(&mut self, persons: usize) {
        let last = self.new_year.saturating_sub(8.days());
        let span = 5 * 365 - 12;
        for n in 0..persons {
            let mut back = self.dice.between(0, span);
            if n % 8 > 0 {
                back = back.min(self.dice.between(0, span)).min(self.dice.between(0, span));
            }
            let mut part = self.ordinary(last.saturating_sub(i64::from(back).days()));
            if n % 33 == 5 {
                part.gap = Gap::Silent(self.dice.between(100, 200));
                part.wish = if n % 66 == 5 { Wish::Rich } else { Wish::Anywhere };
            } else if n % 50 == 7 {
                // The term is over, or will be in these days, and nobody closes the file.
                let days = if n == 7 { 9 } else { self.dice.between(-4, 14) };
                part = self.ordinary(self.day(-days).saturating_sub(5.years()));
                part.gap = Gap::Omit("close");
            }
            self.parts.push(part);
        }
    }

    fn came_home_this_year(&mut self, count: usize) {
        let days = (self.today - self.new_year).get_days();
        for _ in 0..count {
            let release_on = self.new_year.saturating_add(i64::from(self.dice.between(0, days)).days());
            let part = self.ordinary(release_on);
            self.parts.push(part);
        }
    }

    /// Each step after coming home once in time and once late.
    fn just_home(&mut self) {
        for (released, gap) in [
            (0, Gap::Cut("receive")),
            (-4, Gap::Cut("receive")),
            (-1, Gap::Omit("assign-worker")),
            (-7, Gap::Omit("assign-worker")),
            (-2, Gap::Omit("open-file")),
            (-8, Gap::Omit("open-file")),
            (-3, Gap::Omit("sign-agreement")),
            (-11, Gap::Omit("sign-agreement")),
            (-5, Gap::Silent(30)),
            (-15, Gap::Silent(30)),
            (-60, Gap::Abnormal(0)),
            (-90, Gap::Abnormal(4)),
        ] {
            self.special(released - 45, released, gap);
            self.special(released - 45, released, gap);
        }
    }

    fn refused_and_missing(&mut self, more: usize) {
        for n in 0..more + 3 {
            let days = -(3 + 23 * n as i32) % 300;
            self.special(days - 50, days, Gap::None).course = Course::Refuses;
            let days = -(6 + 29 * n as i32) % 300;
            let gap = if n == 1 { Gap::Cut("trace") } else { Gap::None };
            self.special(days - 50, days, gap).course = Course::Missing;
        }
        for days in [-12, -70] {
            self.special(days - 50, days, Gap::None).course = Course::Taken;
        }
    }

    fn awaited(&mut self, persons: usize) {
        for n in 0..persons / 12 + 9 {
            // More than three months ahead there are fifteen days; nearer ones are verified first.
            let (sent, release) = match n % 5 {
                0 | 2 => (self.dice.between(-12, -1), self.dice.between(100, 170)),
                4 => (self.dice.between(-26, -17), self.dice.between(60, 120)),
                _ => (self.dice.between(-2, -1), self.dice.between(25, 80)),
            };
            self.special(sent, release, Gap::Cut("verify"));
        }
        for n in 0..persons / 50 + 7 {
            self.special(-40, (n % 8) as i32, Gap::None);
        }
        for n in 0..persons / 25 + 8 {
            let release = 8 + (n * 5 % 35) as i32;
            self.special(-38, release, Gap::None);
        }
        for (sent, release, gap) in [
            (-1, 12, Gap::Cut("verify")),
            (-2, 9, Gap::Cut("verify")),
            (-8, 6, Gap::Cut("verify")),
            (-12, 4, Gap::None),
        ] {
            self.special(sent, release, gap).detention = true;
        }
        for (sent, gap) in [(-10, Gap::Omit("decide-dual-listing")), (-25, Gap::Omit("decide-dual-listing"))]
        {
            self.special(sent, 40, gap).lives_elsewhere = true;
        }
    }

    /// Awaiting an answer, answered and to be verified again, returned and not yet routed again.
    fn doubtful(&mut self) {
        for (sent, gap) in [
            (-14, Gap::Cut("answer")),
            (-16, Gap::Cut("answer")),
            (-34, Gap::Cut("answer")),
            (-36, Gap::Cut("answer")),
            (-30, Gap::Cut("verify-again")),
            (-32, Gap::Cut("verify-again")),
        ] {
            self.special(sent, 45, gap).check = Check::Doubted;
        }
        for sent in [-6, -9, -20] {
            self.special(sent, 50, Gap::Cut("reroute")).check = Check::Returned;
        }
    }

    fn outside(&mut self, more: usize) {
        for n in 0..more {
            let sent = -(20 + 9 * n as i32) % 320;
            self.special(sent, sent + 50, Gap::None).course = Course::Outside;
        }
        for (sent, gap) in [
            (-3, Gap::Cut("report-upward")),
            (-5, Gap::Cut("report-upward")),
            (-48, Gap::Cut("report-upward")),
            (-50, Gap::Cut("upward-receipt")),
        ] {
            self.special(sent, sent + 60, gap).course = Course::Outside;
        }
    }

    /// Off the list and confirmed, off the list and not yet confirmed.
    fn paroled(&mut self) {
        for (sent, release, gap) in [
            (-70, 150, Gap::None),
            (-28, 190, Gap::Cut("confirm-leave")),
            (-40, 240, Gap::Cut("confirm-leave")),
        ] {
            self.special(sent, release, gap).course = Course::Paroled;
        }
    }

    fn unrouted(&mut self, more: usize) {
        for (sent, course, gap) in [
            (-3, Course::UnknownStreet, Gap::Cut("reroute")),
            (-5, Course::UnknownStreet, Gap::Cut("reroute")),
            (-13, Course::UnknownStreet, Gap::Cut("reroute")),
            (-3, Course::OnlyCity, Gap::Cut("reroute")),
            (-12, Course::OnlyCity, Gap::Cut("reroute")),
        ] {
            let part = self.special(sent, 48, gap);
            part.course = course;
            part.wish = Wish::District;
        }
        for n in 0..more + 1 {
            let sent = -(70 + 17 * n as i32) % 300;
            self.special(sent, sent + 55, Gap::None).course = Course::UnknownStreet;
            self.special(sent - 3, sent + 52, Gap::None).course = Course::OnlyCity;
        }
    }
}
