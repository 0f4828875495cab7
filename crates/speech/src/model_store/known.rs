//! The models that whisper.cpp's project publishes, and the detectors of voices that are known, with
//! what their files must be.
//!
//! Sizes and SHA-256 are those that Hugging Face itself keeps for the repository's files (Git LFS), at
//! the revision that the addresses name, so that they cannot go stale. They were compared in several
//! public copies of that list; none of the files was fetched for it. That whisper.cpp's
//! own `models/README.md` has other sums is because those are SHA-1.

/// A published model: one ggml file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownModel {
    /// Its name, such as `small.en-q5_1`.
    pub name: &'static str,
    /// How large the file is.
    pub bytes: u64,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: &'static str,
}

/// Where the files are, at the revision that the hashes are of.
const REPOSITORY: &str =
    "https://huggingface.co/ggerganov/whisper.cpp/resolve/5359861c739e955e79d9a303bcbc70fb988958b1";

/// What the weights may be used for, as their repository says.
const LICENCE: &str = "MIT";

const fn known(name: &'static str, bytes: u64, sha256: &'static str) -> KnownModel {
    KnownModel { name, bytes, sha256 }
}

/// All of them, by size of the model and then of the file.
#[rustfmt::skip]
pub const KNOWN_MODELS: [KnownModel; 33] = [
    known("tiny-q5_1", 32_152_673, "818710568da3ca15689e31a743197b520007872ff9576237bda97bd1b469c3d7"),
    known("tiny.en-q5_1", 32_166_155, "c77c5766f1cef09b6b7d47f21b546cbddd4157886b3b5d6d4f709e91e66c7c2b"),
    known("tiny-q8_0", 43_537_433, "c2085835d3f50733e2ff6e4b41ae8a2b8d8110461e18821b09a15c40c42d1cca"),
    known("tiny.en-q8_0", 43_550_795, "5bc2b3860aa151a4c6e7bb095e1fcce7cf12c7b020ca08dcec0c6d018bb7dd94"),
    known("tiny", 77_691_713, "be07e048e1e599ad46341c8d2a135645097a538221678b7acdd1b1919c6e1b21"),
    known("tiny.en", 77_704_715, "921e4cf8686fdd993dcd081a5da5b6c365bfde1162e72b08d75ac75289920b1f"),
    known("base-q5_1", 59_707_625, "422f1ae452ade6f30a004d7e5c6a43195e4433bc370bf23fac9cc591f01a8898"),
    known("base.en-q5_1", 59_721_011, "4baf70dd0d7c4247ba2b81fafd9c01005ac77c2f9ef064e00dcf195d0e2fdd2f"),
    known("base-q8_0", 81_768_585, "c577b9a86e7e048a0b7eada054f4dd79a56bbfa911fbdacf900ac5b567cbb7d9"),
    known("base.en-q8_0", 81_781_811, "a4d4a0768075e13cfd7e19df3ae2dbc4a68d37d36a7dad45e8410c9a34f8c87e"),
    known("base", 147_951_465, "60ed5bc3dd14eea856493d334349b405782ddcaf0028d4b5df4088345fba2efe"),
    known("base.en", 147_964_211, "a03779c86df3323075f5e796cb2ce5029f00ec8869eee3fdfb897afe36c6d002"),
    known("small-q5_1", 190_085_487, "ae85e4a935d7a567bd102fe55afc16bb595bdb618e11b2fc7591bc08120411bb"),
    known("small.en-q5_1", 190_098_681, "bfdff4894dcb76bbf647d56263ea2a96645423f1669176f4844a1bf8e478ad30"),
    known("small-q8_0", 264_464_607, "49c8fb02b65e6049d5fa6c04f81f53b867b5ec9540406812c643f177317f779f"),
    known("small.en-q8_0", 264_477_561, "67a179f608ea6114bd3fdb9060e762b588a3fb3bd00c4387971be4d177958067"),
    known("small", 487_601_967, "1be3a9b2063867b937e64e2ec7483364a79917e157fa98c5d94b5c1fffea987b"),
    known("small.en", 487_614_201, "c6138d6d58ecc8322097e0f987c32f1be8bb0a18532a3f88f734d1bbf9c41e5d"),
    known("medium-q5_0", 539_212_467, "19fea4b380c3a618ec4723c3eef2eb785ffba0d0538cf43f8f235e7b3b34220f"),
    known("medium.en-q5_0", 539_225_533, "76733e26ad8fe1c7a5bf7531a9d41917b2adc0f20f2e4f5531688a8c6cd88eb0"),
    known("medium-q8_0", 823_369_779, "42a1ffcbe4167d224232443396968db4d02d4e8e87e213d3ee2e03095dea6502"),
    known("medium.en-q8_0", 823_382_461, "43fa2cd084de5a04399a896a9a7a786064e221365c01700cea4666005218f11c"),
    known("medium", 1_533_763_059, "6c14d5adee5f86394037b4e4e8b59f1673b6cee10e3cf0b11bbdbee79c156208"),
    known("medium.en", 1_533_774_781, "cc37e93478338ec7700281a7ac30a10128929eb8f427dda2e865faa8f6da4356"),
    known("large-v3-turbo-q5_0", 574_041_195, "394221709cd5ad1f40c46e6031ca61bce88931e6e088c188294c6d5a55ffa7e2"),
    known("large-v3-turbo-q8_0", 874_188_075, "317eb69c11673c9de1e1f0d459b253999804ec71ac4c23c17ecf5fbe24e259a1"),
    known("large-v2-q5_0", 1_080_732_091, "3a214837221e4530dbc1fe8d734f302af393eb30bd0ed046042ebf4baf70f6f2"),
    known("large-v3-q5_0", 1_081_140_203, "d75795ecff3f83b5faa89d1900604ad8c780abd5739fae406de19f23ecd98ad1"),
    known("large-v3-turbo", 1_624_555_275, "1fc70f774d38eb169993ac391eea357ef47c88757ef72ee5943879b7e8e2bc69"),
    known("large-v2-q8_0", 1_656_129_691, "fef54e6d898246a65c8285bfa83bd1807e27fadf54d5d4e81754c47634737e8c"),
    known("large-v1", 3_094_623_691, "7d99f41a10525d0206bddadd86760181fa920438b6b33237e3118ff6c83bb53d"),
    known("large-v2", 3_094_623_691, "9a423fe4d40c82774b6af34115b8b935f34152246eb19e80e376071d3f999487"),
    known("large-v3", 3_095_033_483, "64d182b440b98d5203c4f9bd541544d84c605196c4f7b845dfa11fb23594d1e2"),
];

/// A published detector of voices: one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownDetector {
    /// Its name, such as `silero`.
    pub name: &'static str,
    /// How large the file is.
    pub bytes: u64,
    /// The file's SHA-256, in hexadecimal.
    pub sha256: &'static str,
    /// The project that publishes it, with the revision, and the file's path there.
    place: (&'static str, &'static str),
}

/// The files of Silero that are known: its own, and those that two other projects ship. Sizes and
/// hashes were taken from the files themselves.
pub const KNOWN_DETECTORS: [KnownDetector; 4] = [
    KnownDetector {
        name: "silero",
        bytes: 2_327_524,
        sha256: "1a153a22f4509e292a94e67d6f9b85e8deb25b4988682b7e174c65279d8788e3",
        place: (
            "snakers4/silero-vad/806dcba3f0b5d95282d0889a074954a2f8c6397b",
            "src/silero_vad/data/silero_vad.onnx",
        ),
    },
    KnownDetector {
        name: "silero_16k_op15",
        bytes: 1_289_603,
        sha256: "7ed98ddbad84ccac4cd0aeb3099049280713df825c610a8ed34543318f1b2c49",
        place: (
            "snakers4/silero-vad/806dcba3f0b5d95282d0889a074954a2f8c6397b",
            "src/silero_vad/data/silero_vad_16k_op15.onnx",
        ),
    },
    KnownDetector {
        name: "silero_v6",
        bytes: 1_245_151,
        sha256: "4cbf549b8326f60f80f2536d9eefeb450a9abe83365a098031c89719f1be17d2",
        place: (
            "SYSTRAN/faster-whisper/65882eee9f5cdbeeb2d877f1131d48cf241b327d",
            "faster_whisper/assets/silero_vad_v6.onnx",
        ),
    },
    KnownDetector {
        name: "silero-v6.2.0",
        bytes: 885_098,
        sha256: "2aa269b785eeb53a82983a20501ddf7c1d9c48e33ab63a41391ac6c9f7fb6987",
        place: (
            "ggml-org/whisper.cpp/233fe1fc9b48a09e361d3594520838ca266537fe",
            "models/for-tests-silero-v6.2.0-ggml.bin",
        ),
    },
];

impl KnownDetector {
    /// Where its file can be had.
    pub fn url(&self) -> String {
        let (repository, path) = self.place;
        format!("https://raw.githubusercontent.com/{repository}/{path}")
    }

    /// What it may be used for, as its project says.
    pub fn licence(&self) -> &'static str {
        LICENCE
    }
}

/// Finds a published detector by its name.
pub fn find_known_detector(name: &str) -> Option<KnownDetector> {
    KNOWN_DETECTORS.iter().find(|known| known.name == name).copied()
}

/// Finds the published detector whose file has this SHA-256.
pub fn find_detector_by_hash(sha256: &str) -> Option<KnownDetector> {
    KNOWN_DETECTORS.iter().find(|known| known.sha256.eq_ignore_ascii_case(sha256)).copied()
}

impl KnownModel {
    /// The name of its file, `ggml-small.en-q5_1.bin`.
    pub fn file_name(&self) -> String {
        format!("ggml-{}.bin", self.name)
    }

    /// Where its file can be had.
    pub fn url(&self) -> String {
        format!("{REPOSITORY}/{}", self.file_name())
    }

    /// What its weights may be used for.
    pub fn licence(&self) -> &'static str {
        LICENCE
    }

    /// Whether it knows English only.
    pub fn is_english_only(&self) -> bool {
        self.name.contains(".en")
    }
}

/// Finds a published model by its name, with or without `ggml-` and `.bin`.
pub fn find_known(name: &str) -> Option<KnownModel> {
    let name = name.strip_prefix("ggml-").unwrap_or(name);
    let name = name.strip_suffix(".bin").unwrap_or(name);
    KNOWN_MODELS.iter().find(|known| known.name == name).copied()
}

/// Finds the published model whose file has this SHA-256.
pub fn find_by_hash(sha256: &str) -> Option<KnownModel> {
    KNOWN_MODELS.iter().find(|known| known.sha256.eq_ignore_ascii_case(sha256)).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn every_published_model_has_a_hash_of_its_own() {
        let hashes: BTreeSet<&str> = KNOWN_MODELS.iter().map(|known| known.sha256).collect();
        let names: BTreeSet<&str> = KNOWN_MODELS.iter().map(|known| known.name).collect();
        assert_eq!((hashes.len(), names.len()), (KNOWN_MODELS.len(), KNOWN_MODELS.len()));
        let is_hash = |hash: &&str| hash.len() == 64 && hash.chars().all(|c| c.is_ascii_hexdigit());
        assert!(hashes.iter().all(is_hash));
        assert!(KNOWN_DETECTORS.iter().map(|known| known.sha256).all(|hash| is_hash(&hash)));
        let silero = find_known_detector("silero").expect("a known name");
        assert_eq!(find_detector_by_hash(silero.sha256), Some(silero));
        assert!(silero.url().starts_with("https://") && silero.url().ends_with("/silero_vad.onnx"));
    }

    #[test]
    fn a_published_model_is_found_by_whatever_people_call_it() {
        let small = find_known("small").expect("a known name");
        assert_eq!(find_known("ggml-small.bin"), Some(small));
        assert_eq!(find_by_hash(&small.sha256.to_uppercase()), Some(small));
        assert!(small.url().ends_with("/ggml-small.bin"));
        assert_eq!(find_known("enormous"), None);
        assert!(find_known("base.en-q8_0").is_some_and(|known| known.is_english_only()));
    }
}
