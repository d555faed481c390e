//! Kept rows in bytes, as blocks that are only ever added: each holds the changes of some rows since the block before.
//!
//! A block is read whole and checked against its checksum when it is opened; the pages in it are read when they are looked up.

use std::ops::Range;
use std::sync::Arc;

use onrecord_index::crc32c;

use super::chain::{Chain, Stored};
use super::page::write_pages;
use super::{Malformed, Materialize, Materialized, Reader, Writer};

/// What a block begins with.
const MAGIC: [u8; 8] = *b"ONRROWS\0";

/// The version of the form: another one wherever the same rows give other bytes.
const VERSION: u64 = 1;

/// Changes of rows up to a position, which the commit with a hash ends at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    head: u64,
    commit: [u8; 32],
    is_complete: bool,
    /// The checksum of the block before; 0, where there is none.
    before: u32,
    bytes: Arc<Vec<u8>>,
    /// Where the keys and their pages stand.
    body: Range<usize>,
}

impl Block {
    fn new<P: Materialize>(kept: &Materialized<P>, before: u32, commit: [u8; 32], body: &[u8]) -> Block {
        let (head, is_complete) = (kept.head, kept.is_complete);
        let mut to = Writer::default();
        to.all(&MAGIC);
        to.number(VERSION);
        to.text(P::NAME);
        to.number(u64::from(P::VERSION));
        to.number(head);
        to.all(&commit);
        to.byte(u8::from(is_complete));
        to.all(&before.to_le_bytes());
        let start = to.bytes().len();
        to.all(body);
        let checksum = crc32c(to.bytes());
        to.all(&checksum.to_le_bytes());
        let body = start..start + body.len();
        Block { head, commit, is_complete, before, bytes: Arc::new(to.into_bytes()), body }
    }

    /// The position up to which all rows are known that this block and those before it hold.
    pub fn head(&self) -> u64 {
        self.head
    }

    /// The hash of the commit that ends there.
    pub fn commit(&self) -> [u8; 32] {
        self.commit
    }

    /// Its bytes, with a checksum at their end.
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Reads the bytes of a block of this view.
    ///
    /// # Errors
    /// [`Malformed`] where they are not as they were written, or are of another view or version.
    pub fn read<P: Materialize>(bytes: Vec<u8>) -> Result<Block, Malformed> {
        let (checked, checksum) = bytes.split_last_chunk().ok_or(Malformed("a block is too short"))?;
        if crc32c(checked) != u32::from_le_bytes(*checksum) {
            return Err(Malformed("a block does not match its checksum"));
        }
        let mut from = Reader::new(checked);
        let is_ours = from.take(MAGIC.len() as u64)? == MAGIC
            && from.number()? == VERSION
            && from.text()? == P::NAME
            && from.number()? == u64::from(P::VERSION);
        if !is_ours {
            return Err(Malformed::OTHER);
        }
        let head = from.number()?;
        let mut commit = [0; 32];
        commit.copy_from_slice(from.take(32)?);
        let is_complete = from.byte()? != 0;
        let before = from.checksum()?;
        let body = checked.len() - from.rest().len()..checked.len();
        Ok(Block { head, commit, is_complete, before, bytes: Arc::new(bytes), body })
    }

    fn checksum(&self) -> u32 {
        self.bytes.last_chunk().map_or(0, |checksum| u32::from_le_bytes(*checksum))
    }

    /// Shows `each` every key in the block with its pages.
    fn each<P: Materialize>(&self, mut each: impl FnMut(P::Key, Stored)) -> Result<(), Malformed> {
        let bytes = &self.bytes[self.body.clone()];
        let mut from = Reader::new(bytes);
        while !from.is_empty() {
            let key = P::read_key(&mut from)?;
            let pages = from.block()?;
            let end = self.body.end - from.rest().len();
            each(key, Stored { block: Arc::clone(&self.bytes), place: end - pages.len()..end });
        }
        Ok(())
    }
}

/// Where the pages of each key stand in the body of a block.
type Places<K> = Vec<(K, Range<usize>)>;

impl<P: Materialize> Materialized<P> {
    /// The changes that no block holds yet, as a block; `None` where there is nothing to tell since the last one. `commit`
    /// is the hash of the commit that ends at [`Materialized::head`].
    pub fn take_block(&mut self, commit: [u8; 32]) -> Option<Block> {
        let mut recent = self.chains.iter().filter(|(_, chain)| !chain.recent().is_empty()).peekable();
        if recent.peek().is_none() && self.in_blocks == Some((self.head, self.is_complete)) {
            return None;
        }
        let (block, places) =
            self.block(self.last_block, commit, recent, |chain, to| write_pages::<P>(chain.recent(), to));
        self.hold(&block, places, Chain::store);
        Some(block)
    }

    /// All changes as one block, which takes the place of all before it.
    pub fn whole_block(&mut self, commit: [u8; 32]) -> Block {
        let (block, places) = self.block(0, commit, self.chains.iter(), |chain, to| {
            chain.stored().iter().for_each(|stored| to.all(stored.bytes()));
            write_pages::<P>(chain.recent(), to);
        });
        self.hold(&block, places, Chain::replace);
        block
    }

    /// A block of these chains, and where the pages of each stand in its body.
    fn block<'r>(
        &self,
        before: u32,
        commit: [u8; 32],
        chains: impl Iterator<Item = (&'r P::Key, &'r Chain<P>)>,
        write: impl Fn(&Chain<P>, &mut Writer),
    ) -> (Block, Places<P::Key>)
    where
        P: 'r,
    {
        let (mut body, mut places) = (Writer::default(), Vec::new());
        for (key, chain) in chains {
            let mut pages = Writer::default();
            write(chain, &mut pages);
            P::write_key(key, &mut body);
            body.block(pages.bytes());
            let end = body.bytes().len();
            places.push((key.clone(), end - pages.bytes().len()..end));
        }
        (Block::new(self, before, commit, body.bytes()), places)
    }

    /// Holds what was just written, in the place of what it was written from.
    fn hold(&mut self, block: &Block, places: Places<P::Key>, hold: impl Fn(&mut Chain<P>, Stored)) {
        let start = block.body.start;
        for (key, place) in places {
            let place = start + place.start..start + place.end;
            let pages = Stored { block: Arc::clone(&block.bytes), place };
            self.chains.entry(key).and_modify(|chain| hold(chain, pages));
        }
        self.in_blocks = Some((self.head, self.is_complete));
        self.last_block = block.checksum();
    }

    /// Adds the changes of the next block.
    ///
    /// # Errors
    /// [`Malformed::NOT_NEXT`] where it does not follow the last block added; what is kept is then as it was. Another
    /// [`Malformed`] where it holds no changes; what is kept is then of no use.
    pub fn add_block(&mut self, block: &Block) -> Result<(), Malformed> {
        if block.before != self.last_block || block.head < self.head {
            return Err(Malformed::NOT_NEXT);
        }
        block.each::<P>(|key, pages| {
            let chain = self.chains.entry(key.clone()).or_insert_with(|| Chain::new(key));
            chain.store(pages);
        })?;
        self.head = block.head;
        self.is_complete |= block.is_complete;
        self.in_blocks = Some((self.head, self.is_complete));
        self.last_block = block.checksum();
        Ok(())
    }
}
