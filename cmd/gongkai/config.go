package main

import (
	"os"

	"gongkai/internal/config"
)

// ConfigFlags are the options of commands that work on an installation. They are settings by other names; a pointer
// tells a flag that was not given from one that is empty.
type ConfigFlags struct {
	Config   string  `placeholder:"FILE" help:"设置文件（TOML）；也可用环境变量 GONGKAI_CONFIG 指定"`
	Data     *string `placeholder:"DIR" help:"数据目录"`
	Database *string `placeholder:"URL" help:"PostgreSQL 的地址（postgres://…）；不写则用数据目录中的内置数据库"`
	Blobs    *string `placeholder:"URL" help:"附件存放处：目录，或者 s3://…"`
}

// load reads the settings from all sources; more are the flags of the command itself.
func (f ConfigFlags) load(more ...config.Flag) (*config.Loaded, error) {
	s := config.Sources{File: f.Config, Env: os.Environ(), Flags: more}
	if s.File == "" {
		s.File = os.Getenv(config.FileEnv)
	}
	s.Flags = append(s.Flags, flagsOf(
		flagText{"data", "--data", f.Data}, flagText{"database", "--database", f.Database}, flagText{"blobs", "--blobs", f.Blobs},
	)...)
	return config.Load(s)
}

// flagText is a flag that may have been given.
type flagText struct {
	key, name string
	text      *string
}

func flagsOf(all ...flagText) []config.Flag {
	var given []config.Flag
	for _, f := range all {
		if f.text != nil {
			given = append(given, config.Flag{Key: f.key, Name: f.name, Text: *f.text})
		}
	}
	return given
}

// A ConfigCmd shows the settings.
type ConfigCmd struct {
	Print ConfigPrintCmd `cmd:"" help:"列出生效的设置和各自的来源（密码不显示）"`
}

// A ConfigPrintCmd lists the settings in force.
type ConfigPrintCmd struct {
	ConfigFlags
	JSON bool `help:"输出JSON"`
}

// Run prints a settings file, or one JSON array.
func (c *ConfigPrintCmd) Run(io *IO) error {
	loaded, err := c.load()
	if err != nil {
		return err
	}
	if c.JSON {
		return loaded.PrintJSON(io.Out)
	}
	return loaded.Print(io.Out)
}
