"""One text for each construct of the probe table, as bytes; the table tells what C++ makes of it.

`L(...)` is what stands within a layer, `C(...)` within its convolution_param, `F(...)` a filler's
value, `P(...)` a pooling method.
"""


def L(inner):  # noqa: N802 - short, as it stands in a table
    return b'name: "n"\nlayer { name: "c" ' + inner + b" }\n"


def C(inner):  # noqa: N802
    return L(b'type: "Convolution" convolution_param { ' + inner + b" }")


def F(value):  # noqa: N802
    return C(b"num_output: 2 weight_filler { value: " + value + b" }")


def I(value):  # noqa: N802, E743
    return C(b"num_output: " + value)


def P(value):  # noqa: N802
    return L(b"pooling_param { pool: " + value + b" }")


def S(value):  # noqa: N802
    return L(b"type: " + value)


PROBES = {
    "baseline": C(b"num_output: 2 kernel_size: 3"),
    "BOM": b"\xef\xbb\xbf" + C(b"num_output: 2"),
    "CRLF": C(b"num_output: 2\r\nkernel_size: 3").replace(b"\n", b"\r\n"),
    "lone CR as separator": C(b"num_output: 2\rkernel_size: 3"),
    "CR ends comment?": C(b"num_output: 2 # c\rkernel_size: 3"),
    "tab": C(b"\tnum_output:\t2\t"),
    "VT/FF": C(b"num_output:\v2\fkernel_size: 3"),
    "NUL byte": C(b"num_output: 2\0"),
    "NBSP utf8": C(b"num_output: 2\xc2\xa0"),
    "single quotes": S(b"'ReLU'"),
    "mixed quotes": b"name: 'n'\nlayer { name: \"c' type: \"d\" }",
    "string concat": S(b'"Re" "LU"'),
    "string concat w/ comment/newline between": S(b"\"Re\" # c\n 'LU'"),
    "colon before brace": L(b"convolution_param: { num_output: 2 }"),
    "angle brackets": L(b"convolution_param < num_output: 2 >"),
    "mismatched {>": L(b"convolution_param { num_output: 2 >"),
    "semicolon sep": C(b"num_output: 2; kernel_size: 3;"),
    "comma sep": C(b"num_output: 2, kernel_size: 3,"),
    "double semicolon": C(b"num_output: 2;; kernel_size: 3"),
    "semicolon after }": L(b"convolution_param { num_output: 2 };"),
    "comma between layers": b'layer { name: "a" }, layer { name: "b" }',
    "list scalar [3, 3]": C(b"kernel_size: [3, 3]"),
    "list scalar no commas [3 3]": C(b"kernel_size: [3 3]"),
    "empty list []": C(b"kernel_size: []"),
    "list trailing comma": C(b"kernel_size: [3,]"),
    "list w/o colon": C(b"kernel_size [3, 3]"),
    "list on optional field": C(b"num_output: [3]"),
    "list of messages": b'layer: [{ name: "a" }, { name: "b" }]',
    "list of messages w/o colon": b'layer [{ name: "a" }, < name: "b" >]',
    "list of strings": L(b'bottom: ["a", "b"]'),
    "bool true": C(b"bias_term: true"),
    "bool True": C(b"bias_term: True"),
    "bool TRUE": C(b"bias_term: TRUE"),
    "bool t": C(b"bias_term: t"),
    "bool 1": C(b"bias_term: 1"),
    "bool 2": C(b"bias_term: 2"),
    'bool "true"': C(b'bias_term: "true"'),
    "bool 0x1": C(b"bias_term: 0x1"),
    "int hex": I(b"0x10"),
    "int octal 010": I(b"010"),
    "int 08 (bad octal)": I(b"08"),
    "int 2.0": I(b"2.0"),
    "int 1e1": I(b"1e1"),
    "uint -1": I(b"-1"),
    "uint 2^32": I(b"4294967296"),
    "uint +2": I(b"+2"),
    "int quoted": I(b'"2"'),
    "int32 -2147483648": C(b"axis: -2147483648"),
    "int32 - 1 (space)": C(b"axis: - 1"),
    "float 1.": F(b"1."),
    "float .5": F(b".5"),
    "float -.5": F(b"-.5"),
    "float 1f": F(b"1f"),
    "float 1.5f": F(b"1.5f"),
    "float 1.5F": F(b"1.5F"),
    "float 1e-3": F(b"1e-3"),
    "float 1E+3": F(b"1E+3"),
    "float 1e": F(b"1e"),
    "float inf": F(b"inf"),
    "float -inf": F(b"-inf"),
    "float nan": F(b"nan"),
    "float -nan": F(b"-nan"),
    "float infinity": F(b"infinity"),
    "float INF": F(b"INF"),
    "float NaN": F(b"NaN"),
    "float 0x10": F(b"0x10"),
    "float 010": F(b"010"),
    "float - 1.5": F(b"- 1.5"),
    "float +1.5": F(b"+1.5"),
    "float 1_0": F(b"1_0"),
    'float "1.5"': F(b'"1.5"'),
    "float 1e50": F(b"1e50"),
    "float 1e-50": F(b"1e-50"),
    "float -0": F(b"-0"),
    "float 1.2.3": F(b"1.2.3"),
    "float 123abc": F(b"123abc"),
    "float true": F(b"true"),
    "enum AVE": P(b"AVE"),
    "enum 1": P(b"1"),
    "enum 9 (unknown number)": P(b"9"),
    'enum "AVE"': P(b'"AVE"'),
    "enum ave": P(b"ave"),
    "unknown enum name": P(b"AVE_TF"),
    "unquoted string": S(b"ReLU"),
    "unknown field scalar": L(b"foo: 1"),
    "unknown field message": L(b"foo { a: 1 }"),
    "dup optional scalar": C(b"num_output: 2 num_output: 2"),
    "dup optional message": L(b"convolution_param { } convolution_param { }"),
    "field name case": C(b"Num_Output: 2"),
    "field by number": C(b"1: 2"),
    "no space between fields": C(b"num_output: 2kernel_size: 3"),
    'no space "..."id': L(b'type: "ReLU"bottom: "a"'),
    "// comment": C(b"num_output: 2 // c"),
    "/* comment": C(b"num_output: 2 /* c */"),
    "# in string": S(b'"Re#LU"'),
    "# no space after value": C(b"num_output: 2# c\n"),
    "comment at EOF w/o newline": b'name: "n" # c',
    "non-UTF8 in comment": b'name: "n" # \xff\xfe\n',
    "UTF8 in comment": b'name: "n" # \xc3\xa9\n',
    "UTF8 in string": b'name: "\xc3\xa9"',
    "non-UTF8 in string": b'name: "\xff\xfe"',
    "escape \\n": S(b'"Re\\nLU"'),
    "escape \\x41": S(b'"\\x41"'),
    "escape \\101": S(b'"\\101"'),
    "escape \\u0041": S(b'"\\u0041"'),
    "escape \\q": S(b'"\\q"'),
    "escape \\'": S(b'"\\\'"'),
    "escape \\?": S(b'"\\?"'),
    "newline in string": S(b'"Re\nLU"'),
    "backslash-newline in string": S(b'"Re\\\nLU"'),
    "unterminated string": b'name: \'n\'\nlayer { name: "c type: "d" }',
    "missing }": b'name: "n"\nlayer { name: "c"',
    "extra }": b'name: "n"\nlayer { name: "c" }\n}\n',
    "empty file": b"",
    "missing colon scalar": C(b"num_output 2"),
    "missing value": C(b"num_output: kernel_size: 3"),
    "layer {} empty": b"layer {}",
    "$VAR in string": L(b'data_param { source: "$DATA/x" }'),
    "backtick": S(b"`ReLU`"),
    "layer + layers mixed": b'layer { name: "a" } layers { name: "b" }',
    "V1 type quoted": b'layers { type: "RELU" }',
    "V1 type number 18": b"layers { type: 18 }",
    "V2 field in V1": b"layers { param { lr_mult: 1 } }",
}
