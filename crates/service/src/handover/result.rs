//! The result of an upload to take home: the sender's own file with what became of each row beside it. What
//! is told is how the row stands now: a row mended since then is told as mended.
//! Must never know: how a workbook is written.

use super::progress::Kept;
use crate::{Asker, Problem, Result, Service};
use database::Tx;
use documents::roster::{Mark, Reading, write_result};
use domain::{
    kernel::refuse,
    quarantine::{Fate, Row},
};
use store::{
    pending,
    roster::State,
    upload::{self, Line, Outcome},
};

/// Lines looked up in one reading transaction.
const AT_ONCE: i64 = 500;

impl Service {
    /// The sender's own file as a workbook, with the result beside each row.
    pub async fn roster_result(&self, asker: &Asker, no: &str) -> Result<Vec<u8>> {
        let receipt = self.roster(asker, no).await?;
        if receipt.state == State::Taking {
            return Ok(refuse("still_taking", "这份名册还没有导入完，导入完成后才能下载处理结果")?);
        }
        let (service, file) = (self.clone(), receipt.file.clone());
        let kept = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                Ok::<_, Problem>(pending::kept(tx, &service.own_hand(), &file).await?)
            })
            .await?;
        let Some(kept) = kept else {
            return Ok(refuse(
                "file_dropped",
                "这份名册的原件已过保存期，不能再下载处理结果；回执仍可查看和打印",
            )?);
        };
        self.look(asker, "list", "", "list").await?;
        let kept = Kept::read(&kept.content)?;
        let (mut marks, mut from) = (vec![], 0);
        while from < receipt.lines {
            let (service, asker, no) = (self.clone(), asker.clone(), receipt.no.clone());
            let own = receipt.sender == asker.actor.unit.code();
            let more = self
                .db
                .read_fn(async move |tx: &mut Tx<'_>| service.marks(tx, &asker, &no, from, own).await)
                .await?;
            marks.extend(more);
            from += AT_ONCE;
        }
        let (lines, marks): (Vec<_>, Vec<_>) =
            kept.reading.lines.iter().cloned().zip(marks).filter_map(|(l, mark)| Some((l, mark?))).unzip();
        let reading = Reading { lines, ..kept.reading };
        write_result(&reading, &marks).map_err(|e| Problem::Broken(e.to_string()))
    }

    /// What became of some lines. Whoever did not send the file reads nothing of a line that became a sealed case.
    async fn marks(
        &self,
        tx: &mut Tx<'_>,
        asker: &Asker,
        no: &str,
        from: i64,
        own: bool,
    ) -> Result<Vec<Option<Mark>>> {
        let lines = upload::lines(tx, &asker.scope(), no, from, AT_ONCE).await?;
        let of_cases = |l: &&Line| !own && matches!(l.outcome, Outcome::Accepted | Outcome::Repeat);
        let hidden = self.hidden(tx, lines.iter().filter(of_cases).map(|l| l.no.as_str())).await?;
        let mut marks = vec![];
        for line in lines {
            if hidden.contains(&line.no) {
                marks.push(None);
                continue;
            }
            let held = match line.outcome {
                Outcome::Held => store::held::load(tx, &asker.scope(), &self.keys, &line.no).await?,
                _ => None,
            };
            let gone = !own && line.outcome == Outcome::Held && held.is_none();
            marks.push((!gone).then(|| mark(&line, held.map(|held| held.state).as_ref())));
        }
        Ok(marks)
    }
}

fn mark(line: &Line, held: Option<&Row>) -> Mark {
    let mark = |outcome: &str, why: String| Mark { outcome: outcome.into(), why, code: line.no.clone() };
    match (line.outcome, held) {
        (Outcome::Accepted, _) => mark("已采用", "已建立档案并分派".into()),
        (Outcome::Repeat, _) => mark("重复", "以前已收到，没有重复建立".into()),
        (Outcome::Other, _) => Mark { outcome: "非人员行".into(), ..Mark::default() },
        (Outcome::Held, None) => mark("已处理", String::new()),
        (Outcome::Held, Some(row)) => match &row.fate {
            Fate::Released(case) => mark("已更正采用", format!("更正后建立档案 {case}")),
            Fate::Rejected(reason) => mark("已退回", reason.clone()),
            Fate::Held => {
                let why: Vec<String> =
                    row.problems.iter().map(|p| format!("{}：{}", p.column, p.message)).collect();
                let codes: Vec<&str> = row.problems.iter().map(|p| p.code.as_str()).collect();
                let code = format!("{} {}", line.no, codes.join(" "));
                Mark { outcome: "待更正".into(), why: why.join("；"), code }
            }
        },
    }
}
