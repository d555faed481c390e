//! Materialize rows in bytes, as blocks that are only ever added: each holds the changes of some rows since the block before.

use onrecord_index::crc32c;

use super::{Chain, Malformed, Materialize, Materialized, Reader, Writer};

/// What a block begins with.
const MAGIC: [u8; 8] = *b"ONRROWS\0";

/// The version of the form: another one wherever the same rows give other bytes.
const VERSION: u64 = 1;

/// Changes of rows up to a position, which the commit with a hash ends at.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Block {
    /// The position up to which all rows are known that this block and those before it hold.
    pub head: u64,
    /// The hash of the commit that ends there.
    pub commit: [u8; 32],
    is_complete: bool,
    body: Vec<u8>,
}

impl Block {
    /// The bytes of the block, with a checksum.
    pub fn encode<P: Materialize>(&self) -> Vec<u8> {
        let mut to = Writer::default();
        to.all(&MAGIC);
        to.number(VERSION);
        to.text(P::NAME);
        to.number(u64::from(P::VERSION));
        to.number(self.head);
        to.all(&self.commit);
        to.byte(u8::from(self.is_complete));
        to.block(&self.body);
        let checksum = crc32c(to.bytes());
        to.all(&checksum.to_le_bytes());
        to.bytes().to_vec()
    }

    /// Reads the bytes of a block of this view.
    ///
    /// # Errors
    /// [`Malformed`] where they are not as they were written, or are of another view or version.
    pub fn decode<P: Materialize>(bytes: &[u8]) -> Result<Block, Malformed> {
        let (bytes, checksum) = bytes.split_last_chunk().ok_or(Malformed("a block is too short"))?;
        if crc32c(bytes) != u32::from_le_bytes(*checksum) {
            return Err(Malformed("a block does not match its checksum"));
        }
        let mut from = Reader::new(bytes);
        let is_ours = from.take(MAGIC.len() as u64)? == MAGIC
            && from.number()? == VERSION
            && from.text()? == P::NAME
            && from.number()? == u64::from(P::VERSION);
        if !is_ours {
            return Err(Malformed("a block is of another view or version"));
        }
        let head = from.number()?;
        let mut commit = [0; 32];
        commit.copy_from_slice(from.take(32)?);
        let is_complete = from.byte()? != 0;
        let body = from.block()?.to_vec();
        match from.is_empty() {
            true => Ok(Block { head, commit, is_complete, body }),
            false => Err(Malformed("bytes are left over in a block")),
        }
    }
}

impl<P: Materialize> Materialized<P> {
    /// The changes that no block holds yet, as a block. `commit` is the hash of the
    /// commit that ends at [`Materialized::head`].
    pub fn take_block(&mut self, commit: [u8; 32]) -> Block {
        let unsaved = std::mem::take(&mut self.unsaved);
        self.block(commit, unsaved.iter().map(|(key, changes)| (key, &changes[..])))
    }

    /// All changes as one block, which takes the place of all before it. None is left then that no block holds.
    pub fn whole_block(&mut self, commit: [u8; 32]) -> Block {
        self.unsaved.clear();
        self.block(commit, self.chains.iter().map(|(key, chain)| (key, chain.bytes())))
    }

    fn block<'r>(
        &self,
        commit: [u8; 32],
        changes: impl ExactSizeIterator<Item = (&'r P::Key, &'r [u8])>,
    ) -> Block
    where
        P::Key: 'r,
    {
        let mut to = Writer::default();
        to.number(changes.len() as u64);
        for (key, changes) in changes {
            P::write_key(key, &mut to);
            to.block(changes);
        }
        Block { head: self.head, commit, is_complete: self.is_complete, body: to.bytes().to_vec() }
    }

    /// Adds the changes of the next block.
    ///
    /// # Errors
    /// [`Malformed`] where it holds none; what is kept is then of no use.
    pub fn add_block(&mut self, block: &Block) -> Result<(), Malformed> {
        if block.head < self.head {
            return Err(Malformed("a block ends before the one before it"));
        }
        let mut from = Reader::new(&block.body);
        for _ in 0..from.number()? {
            let key = P::read_key(&mut from)?;
            let changes = from.block()?;
            let chain = self.chains.entry(key.clone()).or_insert_with(|| Chain::new(key));
            chain.extend(changes)?;
        }
        self.head = block.head;
        self.is_complete |= block.is_complete;
        match from.is_empty() {
            true => Ok(()),
            false => Err(Malformed("bytes are left over in a block")),
        }
    }
}
