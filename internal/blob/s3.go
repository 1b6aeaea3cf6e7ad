package blob

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path"
	"strings"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"gongkai/fault"
)

const (
	// partSize is the size of a part; a larger object is uploaded in several.
	partSize = 16 << 20
	// fresh is how young an object must be so that handing it in again need not upload it again. Well below MinGrace.
	fresh = time.Hour
)

// bucket keeps objects in a bucket of an S3-compatible service, below prefix.
type bucket struct {
	client *minio.Client
	name   string
	prefix string // empty, or ending in a slash
	now    func() time.Time
}

func newS3(ctx context.Context, u *url.URL, now func() time.Time) (*bucket, error) {
	name, prefix, _ := strings.Cut(strings.Trim(u.Path, "/"), "/")
	if u.Host == "" || name == "" {
		return nil, fault.New(fault.Invalid, "文件库地址应写成 s3://密钥:口令@主机/桶?region=… 的形式")
	}
	keys := credentials.NewEnvAWS()
	if secret, ok := u.User.Password(); ok {
		keys = credentials.NewStaticV4(u.User.Username(), secret, "")
	}
	client, err := minio.New(u.Host, &minio.Options{
		Creds:        keys,
		Secure:       u.Query().Get("insecure") != "1",
		Region:       u.Query().Get("region"),
		BucketLookup: minio.BucketLookupPath,
	})
	if err != nil {
		return nil, &fault.Error{Kind: fault.Invalid, Message: "文件库地址不对：" + u.Redacted(), Err: err}
	}
	if prefix != "" {
		prefix += "/"
	}
	found, err := client.BucketExists(ctx, name)
	if err != nil {
		return nil, &fault.Error{Kind: fault.Unavailable, Message: "对象存储不可用：" + u.Redacted(), Err: err}
	}
	if !found {
		return nil, fault.New(fault.NotFound, "对象存储上没有名为 %s 的桶", name)
	}
	return &bucket{client, name, prefix, now}, nil
}

// adopt uploads the file. What is there already and fresh is left; what is old is uploaded again, which makes it
// young in the eyes of Collect.
func (b *bucket) adopt(ctx context.Context, file *os.File, key string) error {
	facts, err := file.Stat()
	if err != nil {
		return err
	}
	options := minio.PutObjectOptions{ContentType: "application/octet-stream", PartSize: partSize}
	there, err := b.stat(ctx, key)
	switch {
	case fault.KindOf(err) == fault.NotFound:
		options.SetMatchETagExcept("*") // another process may be about to store the same
	case err != nil:
		return err
	case there.size == facts.Size() && b.now().Sub(there.at) < fresh:
		return nil
	}
	err = b.upload(ctx, file, facts.Size(), key, options)
	if code := minio.ToErrorResponse(err).StatusCode; code == http.StatusPreconditionFailed || code == http.StatusConflict {
		// Another process stores the same. It may fail yet, so that only what is there counts.
		if there, err := b.stat(ctx, key); err == nil && there.size == facts.Size() {
			return nil
		}
		options = minio.PutObjectOptions{ContentType: options.ContentType, PartSize: partSize}
		err = b.upload(ctx, file, facts.Size(), key, options)
	}
	return unavailable(err)
}

func (b *bucket) upload(ctx context.Context, file *os.File, size int64, key string, o minio.PutObjectOptions) error {
	stored, err := b.client.PutObject(ctx, b.name, b.prefix+key, io.NewSectionReader(file, 0, size), size, o)
	if err == nil && stored.Size != size {
		err = fmt.Errorf("the service took %d of %d bytes", stored.Size, size)
	}
	return err
}

func (b *bucket) open(ctx context.Context, key string) (io.ReadCloser, error) {
	content, err := b.client.GetObject(ctx, b.name, b.prefix+key, minio.GetObjectOptions{})
	if err != nil {
		return nil, unavailable(err)
	}
	if _, err := content.Stat(); err != nil {
		content.Close()
		return nil, unavailable(err)
	}
	return content, nil
}

func (b *bucket) stat(ctx context.Context, key string) (object, error) {
	facts, err := b.client.StatObject(ctx, b.name, b.prefix+key, minio.StatObjectOptions{})
	if err != nil {
		return object{}, unavailable(err)
	}
	return object{key, facts.Size, facts.LastModified}, nil
}

func (b *bucket) walk(ctx context.Context, prefix string, visit func(object) error) error {
	options := minio.ListObjectsOptions{Prefix: b.prefix + prefix, Recursive: true}
	for facts := range b.client.ListObjectsIter(ctx, b.name, options) {
		if facts.Err != nil {
			return unavailable(facts.Err)
		}
		if strings.HasSuffix(facts.Key, "/") {
			continue
		}
		key := strings.TrimPrefix(facts.Key, b.prefix)
		if err := visit(object{path.Clean(key), facts.Size, facts.LastModified}); err != nil {
			return err
		}
	}
	return ctx.Err()
}

func (b *bucket) remove(ctx context.Context, key string) error {
	err := b.client.RemoveObject(ctx, b.name, b.prefix+key, minio.RemoveObjectOptions{})
	return ignoreMissing(unavailable(err))
}

// sweep breaks off uploads in parts that were never finished.
func (b *bucket) sweep(ctx context.Context, before time.Time) error {
	for upload := range b.client.ListIncompleteUploads(ctx, b.name, b.prefix, true) {
		if upload.Err != nil {
			return unavailable(upload.Err)
		}
		if !upload.Initiated.Before(before) {
			continue
		}
		parts := minio.Core{Client: b.client}
		err := parts.AbortMultipartUpload(ctx, b.name, upload.Key, upload.UploadID)
		if err := ignoreMissing(unavailable(err)); err != nil {
			return err
		}
	}
	return nil
}

// unavailable gives an error of the service its kind.
func unavailable(err error) error {
	if err == nil {
		return nil
	}
	response := minio.ToErrorResponse(err)
	if response.StatusCode == http.StatusNotFound {
		return &fault.Error{Kind: fault.NotFound, Message: "文件不存在", Err: err}
	}
	return &fault.Error{Kind: fault.Unavailable, Message: "对象存储暂时不可用，请稍后再试", Err: err}
}
