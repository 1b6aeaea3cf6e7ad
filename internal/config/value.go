package config

import (
	"errors"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A value reads and writes one field of a [Config].
type value struct {
	set   func(texts []string) error // Chinese errors, without the name of the setting
	texts func() []string
	list  bool
}

func single(set func(string) error, text func() string) value {
	return value{
		set: func(texts []string) error {
			if len(texts) != 1 {
				return errors.New("只能有一个值")
			}
			return set(strings.TrimSpace(texts[0]))
		},
		texts: func() []string { return []string{text()} },
	}
}

func str(p *string, checks ...func(string) error) value {
	return single(func(s string) error {
		for _, check := range checks {
			if s == "" {
				break
			}
			if err := check(s); err != nil {
				return err
			}
		}
		*p = s
		return nil
	}, func() string { return *p })
}

func boolean(p *bool) value {
	return single(func(s string) error {
		b, err := strconv.ParseBool(s)
		if err != nil {
			return fmt.Errorf("应为 true 或 false，不能是“%s”", s)
		}
		*p = b
		return nil
	}, func() string { return strconv.FormatBool(*p) })
}

func number(p *int, least, most int) value {
	return single(func(s string) error {
		n, err := strconv.Atoi(s)
		if err != nil || n < least || n > most {
			return fmt.Errorf("应为 %d 至 %d 的整数，不能是“%s”", least, most, s)
		}
		*p = n
		return nil
	}, func() string { return strconv.Itoa(*p) })
}

func duration(p *time.Duration, least, most time.Duration) value {
	return single(func(s string) error {
		d, err := time.ParseDuration(s)
		if err != nil || d < least || d > most {
			return fmt.Errorf("应为 %s 至 %s 的时长（如 30s、15m、8h），不能是“%s”", brief(least), brief(most), s)
		}
		*p = d
		return nil
	}, func() string { return brief(*p) })
}

// brief writes 15m0s as 15m.
func brief(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// sizeUnits are tried from the largest when a size is written.
var sizeUnits = []struct {
	name  string
	bytes int64
}{{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1}}

func size(p *int64, most int64) value {
	return single(func(s string) error {
		for _, unit := range sizeUnits {
			digits, ok := strings.CutSuffix(strings.ToUpper(s), unit.name)
			if !ok {
				continue
			}
			n, err := strconv.ParseInt(strings.TrimSpace(digits), 10, 64)
			if err != nil || n < 1 || n > most/unit.bytes {
				break
			}
			*p = n * unit.bytes
			return nil
		}
		return fmt.Errorf("应为大小，如 100MB，最大 %s，不能是“%s”", sizeText(most), s)
	}, func() string { return sizeText(*p) })
}

func sizeText(n int64) string {
	for _, unit := range sizeUnits {
		if n >= unit.bytes && n%unit.bytes == 0 {
			return strconv.FormatInt(n/unit.bytes, 10) + unit.name
		}
	}
	return strconv.FormatInt(n, 10) + "B"
}

func list(p *[]string, checks ...func(string) error) value {
	return value{list: true, texts: func() []string { return *p }, set: func(texts []string) error {
		var errs []error
		for _, text := range texts {
			for _, check := range checks {
				errs = append(errs, check(text))
			}
		}
		*p = texts
		return errors.Join(errs...)
	}}
}

func networks(p *[]netip.Prefix) value {
	return value{list: true,
		texts: func() []string {
			texts := make([]string, 0, len(*p))
			for _, prefix := range *p {
				texts = append(texts, prefix.String())
			}
			return texts
		},
		set: func(texts []string) error {
			var errs []error
			*p = nil
			for _, text := range texts {
				prefix, err := netip.ParsePrefix(text)
				if addr, e := netip.ParseAddr(text); e == nil && addr.Zone() == "" {
					prefix, err = netip.PrefixFrom(addr.Unmap(), addr.Unmap().BitLen()), nil
				}
				if err != nil {
					errs = append(errs, fmt.Errorf("“%s”不是有效的地址或者地址段（如 10.0.0.0/8）", text))
					continue
				}
				*p = append(*p, prefix.Masked())
			}
			return errors.Join(errs...)
		}}
}

func oneOf(words ...string) func(string) error {
	return func(s string) error {
		if slices.Contains(words, s) {
			return nil
		}
		return fmt.Errorf("应为 %s 之一，不能是“%s”", strings.Join(words, "、"), s)
	}
}

func hostPort(s string) error {
	_, port, err := net.SplitHostPort(s)
	if n, e := strconv.Atoi(port); err != nil || e != nil || n < 0 || n > 65535 {
		return fmt.Errorf("应为“地址:端口”，如 127.0.0.1:8080，不能是“%s”", s)
	}
	return nil
}

func basePath(s string) error {
	if !strings.HasPrefix(s, "/") || strings.HasSuffix(s, "/") || strings.Contains(s, "//") ||
		strings.ContainsAny(s, "?#%{}. \\\"<>") {
		return fmt.Errorf("应以 / 开头、不以 / 结尾，如 /xxgk，不能是“%s”", s)
	}
	return nil
}

func prefixed(what string, prefixes ...string) func(string) error {
	return func(s string) error {
		for _, prefix := range prefixes {
			if strings.HasPrefix(s, prefix) {
				return nil
			}
		}
		return fmt.Errorf("%s应以 %s 开头", what, strings.Join(prefixes, " 或 ")) // never quotes s: it may hold a password
	}
}
