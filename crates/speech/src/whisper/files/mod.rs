//! Models as they come in files: safetensors as Hugging Face lays them out, and whisper.cpp's ggml.
//!
//! A file is never trusted: lengths are checked before anything is reserved for them, and what does
//! not fit the shape that the file tells of is refused with the tensor's name.
