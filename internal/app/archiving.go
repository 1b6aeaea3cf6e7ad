package app

import (
	"bytes"
	"context"
	"io"

	"gongkai/internal/blob"
	"gongkai/internal/casework"
	"gongkai/internal/dossier"
	"gongkai/internal/job"
)

// archiving makes archive packages and keeps them in the store of files.
func (a *App) archiving() *casework.Archiving {
	return &casework.Archiving{
		Make: func(ctx context.Context, x casework.Dossier) ([]byte, error) {
			fonts, err := a.Fonts()
			if err != nil {
				return nil, err
			}
			var content bytes.Buffer
			err = dossier.Archive(ctx, &content, x, fonts, func(ctx context.Context, hash string) (io.ReadCloser, error) {
				return a.Blobs.Open(ctx, blob.Hash(hash))
			})
			return content.Bytes(), err
		},
		Keep: func(ctx context.Context, content []byte) (string, error) {
			ref, err := a.Blobs.Put(ctx, bytes.NewReader(content), blob.Limits{Size: int64(len(content)), Types: []blob.Type{blob.ZIP}})
			return string(ref.Hash), err
		},
	}
}

// archiveJobs keep the archive package of what was put away.
func (a *App) archiveJobs(r *job.Runner) {
	r.Handle(casework.KeepPackage, func(ctx context.Context, j *job.Job) error {
		var of casework.PackageOf
		if err := j.Payload(&of); err != nil {
			return err
		}
		return a.casework().KeepArchive(ctx, of)
	})
}
