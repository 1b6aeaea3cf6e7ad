package app

import (
	"context"
	"io"

	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/docgen"
	"gongkai/internal/dossier"
	"gongkai/internal/job"
)

// mailing is what sending answers by e-mail needs; nil where no server of mail is set.
func (a *App) mailing() *casework.Mailing {
	if a.Outbox.Mail == nil {
		return nil
	}
	return &casework.Mailing{
		PDF: func(p casework.Print) ([]byte, error) {
			fonts, err := a.Fonts()
			if err != nil {
				return nil, err
			}
			return docgen.PDF(dossier.Document(p), fonts)
		},
		Size: func(ctx context.Context, hash string) (int64, error) {
			info, err := a.Blobs.Stat(ctx, blob.Hash(hash))
			return info.Size, err
		},
	}
}

// enclosed reads a file that goes with a letter.
func (a *App) enclosed(ctx context.Context, hash string) ([]byte, error) {
	file, err := a.Blobs.Open(ctx, blob.Hash(hash))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, job.LetterLimit+1))
}
