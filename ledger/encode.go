package ledger

import "encoding/binary"

// version is the first byte of what is hashed; a future encoding takes another.
const version = 1

// encode writes every field but the hash in one fixed order, each text preceded by its length, so that no two links
// have the same bytes and nothing can be moved from one field into the next.
func (l *Link) encode() []byte {
	b := make([]byte, 0, 256+len(l.Before)+len(l.After))
	b = append(b, version)
	b = text(b, l.Chain)
	b = binary.BigEndian.AppendUint64(b, uint64(l.Seq))
	b = binary.BigEndian.AppendUint64(b, uint64(l.At.UnixMilli()))
	for _, s := range []string{
		l.Actor.ID, l.Actor.Name, l.Actor.Role, l.Actor.Agency, l.Actor.Address,
		l.Verb, l.Subject.Kind, l.Subject.ID, l.Before, l.After, l.Cite,
	} {
		b = text(b, s)
	}
	return append(b, l.Prev[:]...)
}

func text(b []byte, s string) []byte {
	return append(binary.BigEndian.AppendUint64(b, uint64(len(s))), s...)
}
