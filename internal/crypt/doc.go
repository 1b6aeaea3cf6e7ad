// Package crypt keeps the secrets of applicants and staff: it seals single fields, makes keyed digests for exact
// search, masks values for screens and logs, and encrypts whole files as a stream.
//
// Data of applicants and third parties must not leak (条例第十五条, 第三十二条); 个人信息保护法 and GB/T 22239-2019
// (数据保密性, 数据完整性) ask for encryption of personal data in storage, GB/T 39786 for the algorithms of the state.
//
// Two suites exist, [Std] (AES-256-GCM, SHA-256, HMAC-SHA-256) and [GM] (SM4-GCM, SM3, HMAC-SM3). Configuration picks
// the one for new values; every ciphertext and digest names the suite and the key that made it, so that both can be
// changed while old values are still read. Keys live in one file that only its owner may read; every purpose gets
// its own derived key. A sealed field is bound to its table, column and row: moved elsewhere, it does not open.
//
// Left out: who may unmask (internal/auth and the use-cases), keeping the key file safe (it is not in a backup unless
// asked for), and 密码机 (a hardware module would take the place of the key file behind [Keyring]).
//
// 法源: 《条例》第十五条、《条例》第三十二条。
package crypt
