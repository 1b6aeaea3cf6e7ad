package publishing

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"gongkai/agency"
	"gongkai/fault"
	"gongkai/internal/auth"
	"gongkai/internal/database"
	"gongkai/internal/store"
)

// A Channel is a way by which another system hands documents in.
type Channel = store.IntakeChannel

// A NewChannel is what an administrator says of a channel.
type NewChannel struct {
	Agency agency.ID
	Name   string // of the system
	Column string // title, path of titles or id
	Login  string // of the person who goes on with the drafts, and is their author
}

// tokenPrefix marks tokens, so that one that leaked into a log is recognised.
const tokenPrefix = "gkt_"

// digestOf names a token; tokens are long and random, so a plain hash tells nothing of them.
func digestOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// CreateChannel opens a channel and returns its token, which is shown once and kept nowhere.
// 法源: GB/T 22239。
func (d *Desk) CreateChannel(ctx context.Context, by auth.Actor, n NewChannel) (c Channel, token string, err error) {
	defer fault.Wrap(&err, "publishing.CreateChannel(%s)", n.Agency)
	token = tokenPrefix + strings.ToLower(rand.Text()+rand.Text())
	err = d.act(ctx, by, auth.AlterAccess, n.Agency, func(tx *database.Tx) error {
		var problems []fault.Problem
		wrong := func(field, message string) {
			problems = append(problems, fault.Problem{Field: field, Message: message})
		}
		if n.Name = strings.TrimSpace(n.Name); n.Name == "" || len(n.Name) > 120 {
			wrong("name", "请填写对方系统的名称，不超过40字")
		}
		columns, err := store.Columns(tx, n.Agency)
		if err != nil {
			return err
		}
		column, ok := columnNamed(columns, n.Column)
		if !ok {
			wrong("column", "该机关没有这个栏目，或者已经关闭")
		}
		person, err := store.AccountByLogin(tx, strings.ToLower(strings.TrimSpace(n.Login)))
		if database.NotFound(err) || err == nil && (person.Agency != n.Agency || person.Disabled || auth.Can(person.Actor(nil, "", auth.Nothing), auth.DraftRecord, n.Agency) != nil) {
			wrong("login", "请填写该机关可以拟稿的人员的登录名")
		} else if err != nil {
			return err
		}
		if err := fault.Of(problems); err != nil {
			return err
		}
		c = Channel{ID: tx.NewID("ch"), Agency: n.Agency, Name: n.Name, Column: column.ID, Person: string(person.Staff), Token: digestOf(token)}
		if err := store.InsertChannel(tx, c); err != nil {
			return err
		}
		enter(tx, n.Agency, "create_channel", "channel", c.ID, nil, map[string]string{"name": c.Name, "column": string(c.Column), "person": c.Person})
		return nil
	})
	return c, token, err
}

// RevokeChannel ends a channel: its token opens nothing from now on.
func (d *Desk) RevokeChannel(ctx context.Context, by auth.Actor, of agency.ID, id string) (err error) {
	defer fault.Wrap(&err, "publishing.RevokeChannel(%s)", id)
	return d.act(ctx, by, auth.AlterAccess, of, func(tx *database.Tx) error {
		c, err := store.ChannelBy(tx, id)
		if database.NotFound(err) || err == nil && c.Agency != of {
			return fault.New(fault.NotFound, "没有这个接入渠道")
		} else if err != nil {
			return err
		}
		if !c.RevokedAt.IsZero() {
			return fault.New(fault.Conflict, "这个接入渠道已经停用")
		}
		if err := store.RevokeChannel(tx, id); err != nil {
			return err
		}
		enter(tx, of, "revoke_channel", "channel", id, nil, map[string]string{"name": c.Name})
		return nil
	})
}

// Channels lists the channels of the agency.
func (d *Desk) Channels(ctx context.Context, by auth.Actor, of agency.ID) (_ []Channel, err error) {
	defer fault.Wrap(&err, "publishing.Channels(%s)", of)
	if err := auth.Can(by, auth.AlterAccess, of); err != nil {
		return nil, err
	}
	return store.Channels(d.DB.View(ctx), of)
}

var errNoChannel = fault.New(fault.Forbidden, "接入令牌不对，或者已经停用")

// ChannelOf returns the channel that a token opens.
func (d *Desk) ChannelOf(ctx context.Context, token string) (_ Channel, err error) {
	defer fault.Wrap(&err, "publishing.ChannelOf")
	if !strings.HasPrefix(token, tokenPrefix) {
		return Channel{}, errNoChannel
	}
	return d.openChannel(ctx, digestOf(token))
}

// ChannelNamed returns the channel with the id, for the program itself.
func (d *Desk) ChannelNamed(ctx context.Context, id string) (Channel, error) {
	return d.openChannel(ctx, id)
}

func (d *Desk) openChannel(ctx context.Context, key string) (Channel, error) {
	c, err := store.ChannelBy(d.DB.View(ctx), key)
	if database.NotFound(err) || err == nil && !c.RevokedAt.IsZero() {
		return Channel{}, errNoChannel
	}
	return c, err
}
