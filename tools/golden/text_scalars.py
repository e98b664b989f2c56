"""Write tests/golden/text/scalars.tsv: what protobuf's C++ parser makes of scalars.

    g++ -O1 -o text_format text_format.cpp -lprotobuf
    protoc -I ../../proto --descriptor_set_out=caffe.desc caffe.proto
    python text_scalars.py ./text_format caffe.desc > ../../tests/golden/text/scalars.tsv

The committed file was made with protobuf 3.21.12.
"""

import json
import struct
import subprocess
import sys

#: A field of each type that Caffe's messages have.
FIELDS = {
    "ConvolutionParameter.axis": "int32",
    "BlobShape.dim": "int64",
    "ConvolutionParameter.num_output": "uint32",
    "ConvolutionParameter.bias_term": "bool",
    "FillerParameter.value": "float",
    "BlobProto.double_data": "double",
    "FillerParameter.type": "string",
    "Datum.data": "bytes",
    "FillerParameter.variance_norm": "enum",
}

SPELLINGS = [
    # integers
    *["0", "00", "000", "1", "2", "3", "7", "07", "08", "09", "010", "0777", "0778", "19", "0x0"],
    *["0x1", "0X1f", "0xfF", "0x", "0xg", "0x1g", "-0x1", "-010", "-0", "-00", "-1", "- 1", "-\n1"],
    *["- # c\n1", "--1", "+1", "1_0", "1 ", "1,", "1;", "1;;", "1 2"],
    *["127", "128", "255", "256", "16383", "16384", "32767", "65536", "16777216", "16777217"],
    *["2147483647", "2147483648", "-2147483648", "-2147483649", "4294967295", "4294967296"],
    *["0xffffffff", "0x100000000", "037777777777", "040000000000", "9007199254740993"],
    *["9223372036854775807", "9223372036854775808", "-9223372036854775808"],
    *["-9223372036854775809", "18446744073709551615", "18446744073709551616"],
    *["0xffffffffffffffff", "0x10000000000000000", "01777777777777777777777"],
    *["02000000000000000000000", "99999999999999999999", "100000000000000000000000000000"],
    *["0x00000000000000000000000000000001", "0000000000000000000000000000000000001"],
    # floats
    *["0.", ".0", ".", "0.0", "-0.0", "1.", "-1.", ".5", "-.5", "1.5", "1.5f", "1.5F", "1f", "1F"],
    *["1.f", ".5f", "0f", "1ff", "1e3", "1E3", "1e+3", "1e-3", "1e3f", "1.e3", ".5e3", "1e", "1e+"],
    *["1e3.5", "1.2.3", "1..", "..1", "1.5e", "1.5x", "0.1", "0.2", "0.3", "0.01", "1e-5", "00.5"],
    *["0.1000000014901161", "0.10000000149011612", "0.100000005", "3.14159265358979323846"],
    *["1.00000005960464477539062", "1.00000005960464477539063", "1.000000059604644775390625001"],
    *["3.4028234e38", "3.4028235e38", "3.40282346638528860e+38", "3.4028235677973366e38"],
    *["3.402823567797337e38", "3.4028236e38", "-3.4028235677973366e38", "-3.402823567797337e38"],
    *["1e39", "-1e39", "1e308", "1.7976931348623157e308", "1.7976931348623159e308", "1e309"],
    *["1e400", "-1e400", "1e99999999999999999999", "1e-99999999999999999999", "1.17549435e-38"],
    *["1.4e-45", "1.401298464e-45", "7.0064923216240853e-46", "7.0064923216240854e-46", "7e-46"],
    *["1e-46", "1e-50", "-1e-50", "4.9406564584124654e-324", "2.4703282292062327e-324", "1e-400"],
    # words
    *["inf", "-inf", "- inf", "INF", "Inf", "inff", "infinity", "-Infinity", "INFINITY"],
    *["infinityf", "nan", "-nan", "NaN", "NAN", "nanf", "true", "True", "TRUE", "t", "T"],
    *["false", "False", "FALSE", "f", "F", "-true", "yes", "FAN_IN", "FAN_OUT", "fan_in"],
    *["-FAN_IN"],
    *["AVERAGE", "AVE", "FAN_IN FAN_OUT", "_", "a.b", "x-y"],
    # strings
    *['""', "''", '"a"', "'a'", '"\'"', "'\"'", "\"a'", '"a', '"a" "b"', "'a'\n\"b\""],
    *['"a"# c\n"b"'],
    *['"a"b"', '"a" 1', '1 "a"', '"0"', '"1.5"', '"true"', '"FAN_IN"', '-"a"'],
    *[rf'"\{sign}"' for sign in "abfnrtv\\?'\"0189xXuUqcez/ "],
    *[r'"\12"', r'"\123"', r'"\1234"', r'"\377"', r'"\400"', r'"\777"', r'"\18"', r'"\x1"'],
    *[r'"\x41"', r'"\x414"', r'"\xfF"', r'"\xg"', r'"\X41"', r'"\u0041"', r'"\u00e9"', r'"\u20ac"'],
    *[r'"\u41"', r'"\u004"', r'"\uffff"', r'"\ud83d\ude00"', r'"\ud83d"', r'"\ude00"'],
    *[r'"\ud83dx"'],
    *[r'"\ud83d\ud83d\ude00"', r'"\ud83d\u0041"', r'"\ud83d\U0000de00"', r'"\U0000d83d\ude00"'],
    *[r'"\U0001f600"', r'"\U0010ffff"', r'"\U00110000"', r'"\U001fFfFf"', r'"\U00200000"'],
    *[r'"\U01000000"', r'"\U10000000"', r'"\u0000"'],
    *[r'"\ud83d" "\ude00"', r'"\1" "2"', r'"\x4" "1"', r'"a\n\tb\\"', r'"\\\\"'],
    *[r'"\\\""', r'"\\""'],
    *['"a\nb"', '"a\\\nb"', '"a\rb"', '"a\tb"', '"a\0b"', '"a\x01\x7fb"', '"# c"'],
    *["'# c'", '"a;b"'],
    *['"\u00e9\u20ac\U0001f600"', '"\udcff"', '"\udcc3"', '"\udced\udca0\udc80"'],
    *["\u00e9", "\udcff"],
    # neither
    *["", "{}", "{", "}", "<>", "[]", "[", "[1]", "[1, 2]", "[1,]", "[,1]", "[1 2]"],
    *["[[1]]", "[{}]"],
    *['["a", "b"]', '["a" "b"]', "[1; 2]", "[1", "[FAN_IN]", "[true]", "[1.5]", "[1.]"],
    *["[-1, - 2]"],
    *["# c\n1", "1 # c", "1# c", ": 1", "1:", "$x", "`a`", "(1)", "1/2", "1 // c", "/* c */ 1"],
    *["\x0b1\x0c", "\r1\r", "1\0", "\x011", "\x7f", "\ufeff1", "\u00a01", "1\u00a0", "1\udcff"],
]


def main(program: str, descriptors: str) -> None:
    """Write a line for each field and spelling: both, and the message in hex, or - if refused."""
    print("field\traw\twire")
    for path in FIELDS:
        message, field = path.split(".")
        texts = [f"{field}:{raw}".encode("utf-8", "surrogateescape") for raw in SPELLINGS]
        requests = b"".join(struct.pack("=I", len(text)) + text for text in texts)
        command = [program, descriptors, f"caffe.{message}"]
        done = subprocess.run(command, input=requests, stdout=subprocess.PIPE, check=True)
        answers = done.stdout
        for raw in SPELLINGS:
            errors, answers = _next(answers)
            wire, answers = _next(answers)
            print(path, json.dumps(raw), "-" if errors else wire.hex(), sep="\t")


def _next(answers: bytes) -> tuple[bytes, bytes]:
    (size,) = struct.unpack_from("=I", answers)
    return answers[4 : 4 + size], answers[4 + size :]


if __name__ == "__main__":
    main(*sys.argv[1:])
