//! The letter that goes with the workbook to a custodial place that never signs in (rules §17.1): how many
//! questions, by when an answer is asked for (R-06b), how to answer. It names nobody; who is asked about stands
//! in the workbook only. Its number is given in the register of letters, so it is left open here.
//! Must never know: what is asked of whom.

use super::questions::may;
use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::{
    answers::CHOICES,
    paper::{Block, Paper},
};
use domain::{kernel::day, unit::Unit};
use jiff::civil::Date;

/// What the letter says of the questions.
struct Asked {
    persons: usize,
    questions: usize,
    /// The earliest day on which an answer is due.
    due_on: Date,
}

impl Service {
    /// The letter to one custodial place that has questions to answer. One look for the list behind it.
    pub async fn place_letter(&self, asker: &Asker, custody: &str) -> Result<Paper> {
        may(asker)?;
        let custody = Unit::new(custody);
        let asked = self.asked_of(asker, &custody).await?.ok_or(Problem::NotFound)?;
        self.look(asker, "list", "", "list").await?;
        let organ = self.units.name(asker.actor.unit.code());
        let (place, today) = (self.units.name(custody.code()), asker.now.today);
        let number = format!("{}〔{}〕　　号", self.word_of(asker).await?, today.year());
        let [accept, other, dispute] = CHOICES;
        let answer = format!(
            "请在问题表的“答复”一栏逐项选择“{accept}”“{other}”或“{dispute}”：选“{other}”的填写正确内容，选“{dispute}”的写明依据。{}",
            reply_by(asked.due_on, today)
        );
        Ok(Paper::letter(organ, number, "关于请核对服刑人员信息核查问题的函")
            .with(Block::Addressee(format!("{place}：")))
            .with(Block::Text(format!(
                "经司法所核查，你单位报送的服刑人员基本信息中，有{}人共{}项需要你单位核对或查明，现随函附上问题表。",
                asked.persons, asked.questions
            )))
            .with(Block::Text(answer))
            .with(Block::Text(
                "本函不列人员姓名和身份号码。问题表含个人信息，请指定专人办理，不通过互联网传送。".into(),
            ))
            .with(Block::Text("特此函达。".into()))
            .with(Block::Attachments(vec![format!("信息核查问题表（{}项）", asked.questions)]))
            .with(Block::Closing { organ: organ.to_owned(), date: day(today) })
            .with(Block::Text("（联系人：　　　　　　联系电话：　　　　　　　　）".into())))
    }

    async fn asked_of(&self, asker: &Asker, custody: &Unit) -> Result<Option<Asked>> {
        let mut asked: Option<Asked> = None;
        for (due_on, case) in self.asked_cases(asker, custody).await? {
            let due_on: Date = due_on.parse().map_err(|_| Problem::Broken("read a due date".into()))?;
            let so_far = asked.get_or_insert(Asked { persons: 0, questions: 0, due_on });
            so_far.persons += 1;
            so_far.questions += self.questions(&case.state).len();
            so_far.due_on = so_far.due_on.min(due_on);
        }
        Ok(asked)
    }

    /// The word before the number of the asker's letters; room to write where none was set.
    async fn word_of(&self, asker: &Asker) -> Result<String> {
        let (scope, keys) = (asker.scope(), self.keys.clone());
        let (unit, year) = (asker.actor.unit.clone(), asker.now.today.year());
        let book = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| store::letter::load(tx, &scope, &keys, &unit, year).await)
            .await?;
        let word = book.map(|b| b.state.word).filter(|word| !word.is_empty());
        Ok(word.unwrap_or_else(|| "　　　　".to_owned()))
    }
}

/// A day that is over is told as such; nobody can answer by it any more.
fn reply_by(due_on: Date, today: Date) -> String {
    match due_on < today {
        true => format!("其中最早一项应于{}前答复，现已逾期，请收到后尽快函复。", day(due_on)),
        false => format!("请于{}前函复，并附填好的问题表。", day(due_on)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_reply_is_asked_for_by_its_day_and_soon_once_that_day_is_over() {
        let due = date(2026, 12, 9);
        assert!(reply_by(due, due).contains("请于2026年12月9日前函复"));
        assert!(reply_by(due, date(2026, 12, 10)).contains("已逾期，请收到后尽快函复"));
    }
}
