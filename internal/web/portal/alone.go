package portal

import (
	"bytes"
	"context"

	"gongkai/disclosure"
	"gongkai/internal/query"
)

// alone is the record as one HTML file.
func alone(ctx context.Context, rec disclosure.Record, row query.PublicationRow, stand, source string) ([]byte, error) {
	var out bytes.Buffer
	err := alonePage(rec, row, onScreen(rec.Body), stand, source).Render(ctx, &out)
	return out.Bytes(), err
}
