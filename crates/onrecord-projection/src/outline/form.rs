//! An outline as plain values that can be written down: what was given, without the indexes that follow from it.

use std::borrow::Cow;

use bincode::{BorrowDecode, Encode};
use onrecord_core::{
    ActorKind, Anchor, Confidence, CorrectionManner, Credibility, EventId, Extent, Finding, Kind, Likelihood,
    Ref, Relation, Reliability, Role, StatementManner, When,
};

use super::{Detail, Edge, Entry, Index, Name, Outline};

/// The names in the order of their numbers, and the events in the order of the record.
#[derive(Encode, BorrowDecode)]
pub(crate) struct OutlineForm<'a> {
    names: Vec<Cow<'a, str>>,
    entries: Vec<EntryForm<'a>>,
}

#[derive(Encode, BorrowDecode)]
struct EntryForm<'a> {
    id: [u8; 16],
    kind: u16,
    detail: DetailForm<'a>,
    time: Option<TimeForm<'a>>,
    deadline: Option<TimeForm<'a>>,
    edges: Vec<(Name, u8)>,
    target: Option<Index>,
}

/// The kind of event says which vocabulary the numbers are of.
#[derive(Encode, BorrowDecode)]
struct DetailForm<'a> {
    word: u8,
    second: u8,
    text: Cow<'a, str>,
}

#[derive(Encode, BorrowDecode)]
enum TimeForm<'a> {
    Edtf(Cow<'a, str>),
    Phrase(Cow<'a, str>),
    PhraseFromDate(Cow<'a, str>, Cow<'a, str>),
    PhraseFromReport(Cow<'a, str>, Cow<'a, str>),
}

impl<'a> OutlineForm<'a> {
    pub(crate) fn of(outline: &'a Outline) -> OutlineForm<'a> {
        let names = outline.names().map(|(_, reference)| Cow::Owned(reference.to_string())).collect();
        let entries = outline.entries().map(|(index, entry)| EntryForm::of(outline, index, entry)).collect();
        OutlineForm { names, entries }
    }

    /// The outline again, or what is wrong with the form.
    pub(crate) fn into_outline(self) -> Result<Outline, String> {
        let mut outline = Outline::new();
        let mut names = self.names.into_iter();
        for entry in self.entries {
            entry.apply_to(&mut outline, &mut names)?;
        }
        Ok(outline)
    }
}

impl<'a> EntryForm<'a> {
    fn of(outline: &'a Outline, index: Index, entry: &'a Entry) -> EntryForm<'a> {
        let role = |role: Role| Role::ALL.iter().position(|known| *known == role).unwrap_or_default() as u8;
        EntryForm {
            id: entry.id.to_bytes(),
            kind: entry.kind.number(),
            detail: DetailForm::of(&entry.detail),
            time: entry.time.as_ref().map(TimeForm::of),
            deadline: outline.deadline(index).map(TimeForm::of),
            edges: outline.edges(index).iter().map(|edge| (edge.to, role(edge.role))).collect(),
            target: outline.target(index),
        }
    }

    /// Applies the event; names it is the first to mention are the next of `names`.
    fn apply_to(
        self,
        outline: &mut Outline,
        names: &mut impl Iterator<Item = Cow<'a, str>>,
    ) -> Result<(), String> {
        let index = Index::at(outline.entries.len());
        let kind =
            Kind::from_number(self.kind).ok_or_else(|| format!("no kind is numbered {}", self.kind))?;
        let first_edge = outline.edges.len() as u32;
        for (to, role) in self.edges {
            let role =
                *Role::ALL.get(usize::from(role)).ok_or_else(|| format!("no role is numbered {role}"))?;
            outline.edges.push(Edge { to, role });
            if to == Name::UNSTATED {
                continue;
            }
            if to.get() == outline.names.count() {
                let name = names.next().ok_or("there are fewer names than events mention")?;
                let reference = Ref::parse(&name).map_err(|error| error.to_string())?;
                outline.names.add(reference.into_owned(), index);
            }
            if to.get() >= outline.names.count() {
                return Err(format!("an event mentions name {} before its turn", to.get()));
            }
            outline.names.mention_named(to, role, index);
        }
        let id = EventId::from_bytes(self.id);
        let detail = self.detail.into_detail(kind)?;
        let time = self.time.map(TimeForm::into_when).transpose()?;
        let deadline = self.deadline.map(TimeForm::into_when).transpose()?;
        outline.deadlines.extend(deadline.map(|deadline| (index, deadline)));
        outline.push(Entry { id, kind, detail, time, first_edge });
        match self.target {
            Some(target) if target >= index => {
                Err(format!("an event points at position {}", target.position()))
            }
            Some(target) => {
                outline.aim(index, target);
                Ok(())
            }
            None => Ok(()),
        }
    }
}

impl<'a> DetailForm<'a> {
    fn of(detail: &'a Detail) -> DetailForm<'a> {
        let (word, second, text) = match detail {
            Detail::None => (0, 0, ""),
            Detail::Actor(word) => (word.number(), 0, ""),
            Detail::Extent(word) => (word.number(), 0, ""),
            Detail::Manner(word) => (word.number(), 0, ""),
            Detail::Correction(word) => (word.number(), 0, ""),
            Detail::Finding(word) => (word.number(), 0, ""),
            Detail::Relation(word) => (word.number(), 0, ""),
            Detail::Reliability(word) => (word.number(), 0, ""),
            Detail::Credibility(grade) => (grade.get(), 0, ""),
            Detail::Judgement(likelihood, confidence) => (likelihood.number(), confidence.number(), ""),
            Detail::Rating(rating) => (0, 0, rating.as_ref()),
        };
        DetailForm { word, second, text: Cow::Borrowed(text) }
    }

    fn into_detail(self, kind: Kind) -> Result<Detail, String> {
        let word = self.word;
        let detail = match kind {
            Kind::ActorIntroduced => ActorKind::from_number(word).map(Detail::Actor),
            Kind::DenialIssued | Kind::ClaimAcknowledged => Extent::from_number(word).map(Detail::Extent),
            Kind::StatementMade => StatementManner::from_number(word).map(Detail::Manner),
            Kind::ReportCorrected => CorrectionManner::from_number(word).map(Detail::Correction),
            Kind::EvidenceAssessed => Finding::from_number(word).map(Detail::Finding),
            Kind::ClaimsLinked => Relation::from_number(word).map(Detail::Relation),
            Kind::SourceAssessed => Reliability::from_number(word).map(Detail::Reliability),
            Kind::InformationAssessed => Credibility::new(word).map(Detail::Credibility),
            Kind::JudgementRecorded => Likelihood::from_number(word)
                .zip(Confidence::from_number(self.second))
                .map(|(likelihood, confidence)| Detail::Judgement(likelihood, confidence)),
            Kind::VerdictPublished => Some(Detail::Rating(self.text.as_ref().into())),
            _ => Some(Detail::None),
        };
        detail.ok_or_else(|| format!("a {kind} with word number {word}"))
    }
}

impl<'a> TimeForm<'a> {
    fn of(when: &'a When<'static>) -> TimeForm<'a> {
        match when {
            When::Edtf(edtf) => TimeForm::Edtf(Cow::Owned(edtf.to_string())),
            When::Phrase { phrase, anchor } => match anchor {
                None => TimeForm::Phrase(Cow::Borrowed(phrase)),
                Some(Anchor::Date(date)) => {
                    TimeForm::PhraseFromDate(Cow::Borrowed(phrase), Cow::Owned(date.to_string()))
                }
                Some(Anchor::Report(report)) => {
                    TimeForm::PhraseFromReport(Cow::Borrowed(phrase), Cow::Borrowed(report.as_str()))
                }
            },
        }
    }

    fn into_when(self) -> Result<When<'static>, String> {
        let edtf = |text: &str| text.parse().map_err(|error: onrecord_when::EdtfError| error.to_string());
        let phrase = |text: &str| When::phrase(text.to_owned());
        Ok(match self {
            TimeForm::Edtf(text) => When::Edtf(edtf(&text)?),
            TimeForm::Phrase(text) => phrase(&text),
            TimeForm::PhraseFromDate(text, date) => phrase(&text).from_anchor(Anchor::Date(edtf(&date)?)),
            TimeForm::PhraseFromReport(text, report) => {
                let report = report.parse().map_err(|error: onrecord_core::SlugError| error.to_string())?;
                phrase(&text).from_anchor(Anchor::Report(report))
            }
        })
    }
}
