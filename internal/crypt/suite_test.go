package crypt

import (
	"bytes"
	"crypto/hmac"
	"encoding/hex"
	"strings"
	"testing"

	"github.com/emmansun/gmsm/sm4"
)

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(strings.ReplaceAll(s, " ", ""))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// Examples of GB/T 32905-2016 annex A, FIPS 180-4, and one HMAC-SM3 computed by OpenSSL 3.
func TestHashesGiveTheValuesOfTheStandards(t *testing.T) {
	for _, test := range []struct {
		suite         Suite
		message, want string
	}{
		{GM, "abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"},
		{GM, strings.Repeat("abcd", 16), "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"},
		{Std, "abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
	} {
		h := test.suite.NewHash()
		h.Write([]byte(test.message))
		if got := hex.EncodeToString(h.Sum(nil)); got != test.want {
			t.Errorf("%v(%q) = %s, want %s", test.suite, test.message, got, test.want)
		}
	}
	mac := hmac.New(GM.NewHash, unhex(t, "0102030405060708090a0b0c0d0e0f10"))
	mac.Write([]byte("abc"))
	if got := hex.EncodeToString(mac.Sum(nil)); got != "a673f5905a6f786cccead2c394198d6716fe523f3c70da9adfdb8abb2da88345" {
		t.Errorf("HMAC-SM3 = %s", got)
	}
}

// GB/T 32907-2016 annex A example 1.
func TestSM4EncryptsTheExampleOfTheStandard(t *testing.T) {
	key := unhex(t, "0123456789abcdeffedcba9876543210")
	block, err := sm4.NewCipher(key)
	if err != nil {
		t.Fatal(err)
	}
	got := make([]byte, 16)
	block.Encrypt(got, key)
	if want := unhex(t, "681edf34d206965e86b3e94f536e4246"); !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// RFC 8998 appendix A.1 for SM4-GCM; NIST GCM test case 16 for AES-256-GCM.
func TestCiphersGiveTheValuesOfTheStandards(t *testing.T) {
	for _, test := range []struct {
		suite                         Suite
		key, nonce, plain, aad, wants string
	}{
		{
			GM, "0123456789abcdeffedcba9876543210", "00001234567800000000abcd",
			"aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccddddddddddddddddeeeeeeeeeeeeeeeeffffffffffffffff" +
				"eeeeeeeeeeeeeeeeaaaaaaaaaaaaaaaa",
			"feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"17f399f08c67d5ee19d0dc9969c4bb7d5fd46fd3756489069157b282bb200735d82710ca5c22f0ccfa7cbf93d496ac15" +
				"a56834cbcf98c397b4024a2691233b8d" + "83de3541e4c2b58177e065a9bf7b62ec",
		},
		{
			Std, "feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308", "cafebabefacedbaddecaf888",
			"d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a721c3c0c95956809532fcf0e2449a6b525" +
				"b16aedf5aa0de657ba637b39",
			"feedfacedeadbeeffeedfacedeadbeefabaddad2",
			"522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa8cb08e48590dbb3da7b08b1056828838" +
				"c5f61e6393ba7a0abcc9f662" + "76fc6ece0f4e1768cddf8853bb2d551b",
		},
	} {
		aead, err := test.suite.aead(unhex(t, test.key))
		if err != nil {
			t.Fatal(err)
		}
		got := aead.Seal(nil, unhex(t, test.nonce), unhex(t, test.plain), unhex(t, test.aad))
		if want := unhex(t, test.wants); !bytes.Equal(got, want) {
			t.Errorf("%v:\ngot  %x\nwant %x", test.suite, got, want)
		}
	}
}

func TestSuiteNamesAreReadBack(t *testing.T) {
	for _, suite := range []Suite{Std, GM} {
		if got, err := ParseSuite(suite.String()); err != nil || got != suite {
			t.Errorf("ParseSuite(%q) = %v, %v", suite, got, err)
		}
	}
	if _, err := ParseSuite("SM4"); err == nil {
		t.Error("an unknown name must be refused")
	}
}
