package screen

import "gongkai/law"

// A Kind is what was found.
type Kind string

// The kinds that text shows.
const (
	IDCard         Kind = "id_card"
	OldIDCard      Kind = "id_card_15"
	WeakMask       Kind = "weak_mask"
	Mobile         Kind = "phone"
	Telephone      Kind = "telephone"
	BankCard       Kind = "bank_card"
	BankAccount    Kind = "bank_account"
	Passport       Kind = "passport"
	TravelPermit   Kind = "travel_permit"
	SocialSecurity Kind = "social_security"
	MedicalRecord  Kind = "medical_record"
	Address        Kind = "address"
	Plate          Kind = "plate"
	Email          Kind = "email"
	Minor          Kind = "minor"
	SecrecyMark    Kind = "secrecy_mark"
	SecrecyTalk    Kind = "secrecy_talk"
	InternalLabel  Kind = "internal_label"
	DraftLabel     Kind = "draft_label"
	LabelMode      Kind = "label_mode"
	WrongWord      Kind = "wrong_word"
	DoubtfulWord   Kind = "doubtful_word"
	FutureDate     Kind = "future_date"
	WrongDate      Kind = "wrong_date"
)

// The kinds that files hide.
const (
	TrackedChange   Kind = "tracked_change"
	Comment         Kind = "comment"
	HiddenSheet     Kind = "hidden_sheet"
	HiddenRow       Kind = "hidden_row"
	HiddenColumn    Kind = "hidden_column"
	HiddenText      Kind = "hidden_text"
	HiddenSlide     Kind = "hidden_slide"
	SpeakerNotes    Kind = "speaker_notes"
	EmbeddedObject  Kind = "embedded_object"
	Macro           Kind = "macro"
	FileProperty    Kind = "property"
	GPS             Kind = "gps"
	CameraData      Kind = "camera_data"
	CoveredText     Kind = "covered_text"
	Attachment      Kind = "attachment"
	Encrypted       Kind = "encrypted"
	Unreadable      Kind = "unreadable"
	NoText          Kind = "no_text"
	OldFormat       Kind = "old_format"
	HiddenLayer     Kind = "hidden_layer"
	EarlierRevision Kind = "earlier_revision"
	ForeignLink     Kind = "foreign_link"
)

// A Level is how grave a finding is.
type Level string

// The levels.
const (
	Block Level = "block" // it cannot go out while the finding stands
	Warn  Level = "warn"  // a person has to look
)

// A Remedy is what the program can do about a finding when the clerk asks for it.
type Remedy string

// The remedies. Each makes a new file or text; the one that was found is not published.
const (
	NoRemedy      Remedy = ""
	MaskIt        Remedy = "mask"           // put asterisks in the place of the number
	Replace       Remedy = "replace"        // write the word that the list gives
	StripMetadata Remedy = "strip_metadata" // take properties of a photograph or document out
	AcceptChanges Remedy = "accept_changes" // accept every change, drop the comments
	DropHidden    Remedy = "drop_hidden"    // remove hidden sheets, rows, columns, text
	Unhide        Remedy = "unhide"         // show them
	Redact        Remedy = "redact"         // take what is only covered out for good
)

// Remedies lists the remedies with the words on their buttons.
var Remedies = []struct {
	Remedy Remedy
	Label  string
}{
	{MaskIt, "遮掩号码"}, {Replace, "改为规范用语"}, {StripMetadata, "清除文件属性"}, {AcceptChanges, "接受修订并删除批注"},
	{DropHidden, "删除隐藏内容"}, {Unhide, "取消隐藏"},
	{Redact, "真正涂黑"},
}

// Label returns the words on the button.
func (r Remedy) Label() string {
	for _, row := range Remedies {
		if row.Remedy == r {
			return row.Label
		}
	}
	return ""
}

// A Finding is one thing found in one place of a file or record.
type Finding struct {
	File     string       `json:"file"`
	Kind     Kind         `json:"kind"`
	Level    Level        `json:"level"`
	Where    string       `json:"where"`
	Masked   string       `json:"masked"`
	Message  string       `json:"message"`
	Cite     law.Citation `json:"cite,omitzero"`
	Remedies []Remedy     `json:"remedies,omitempty"`
}

// Firm reports whether nobody may waive the finding.
func (f Finding) Firm() bool { return rows[f.Kind].Firm }

// Look reports whether a reviewer has to confirm that a person has looked, where the program cannot.
func (f Finding) Look() bool { return rows[f.Kind].Look }

// Of makes the finding of a kind with what the table says of it. more is added to the message.
func Of(kind Kind, where, masked, more string) Finding {
	row := rows[kind]
	message := row.Message
	if more != "" {
		message += "：" + more
	}
	return Finding{Kind: kind, Level: row.Level, Where: where, Masked: masked, Message: message, Cite: row.Cite, Remedies: row.Remedies}
}
