using System.Text;
using HotWeave.Trust.Signing;
using Xunit;

namespace HotWeave.Runtime.Tests.Trust;

public sealed class StrictJsonTests
{
    [Theory]
    [InlineData("{}")]
    [InlineData(" { \"a\" : \"b\" , \"n\" : 0 , \"l\" : [ ] , \"o\" : { } } \r\n\t")]
    [InlineData("{\"\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀\"}")]
    [InlineData("{\"n\":9007199254740991}")]
    [InlineData("{\"a\":[[[[]]]]}")]
    public void What_everybody_reads_alike_is_read(string text) => StrictJson.Parse(Encoding.UTF8.GetBytes(text), 1000);

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("\"a\"")]
    [InlineData("{} {}")]
    [InlineData("{}\0")]
    [InlineData("\ufeff{}")]
    [InlineData("{\"a\":1,}")]
    [InlineData("{\"a\":[1,]}")]
    [InlineData("{,}")]
    [InlineData("{\"a\" 1}")]
    [InlineData("{a:1}")]
    [InlineData("{'a':1}")]
    [InlineData("{\"a\":1 \"b\":2}")]
    [InlineData("{\"a\":1,\"a\":1}")]
    [InlineData("{\"a\":1,\"\\u0061\":1}")]
    [InlineData("{\"a\":-1}")]
    [InlineData("{\"a\":1.0}")]
    [InlineData("{\"a\":1e3}")]
    [InlineData("{\"a\":01}")]
    [InlineData("{\"a\":9007199254740992}")]
    [InlineData("{\"a\":99999999999999999999999999}")]
    [InlineData("{\"a\":true}")]
    [InlineData("{\"a\":null}")]
    [InlineData("{\"a\":NaN}")]
    [InlineData("{\"a\":\"\n\"}")]
    [InlineData("{\"a\":\"\\x\"}")]
    [InlineData("{\"a\":\"\\u00g0\"}")]
    [InlineData("{\"a\":\"\\u 0 \"}")]
    [InlineData("{\"a\":\"\\u004\0\"}")]
    [InlineData("{\"a\":\"\\ud83d\"}")]
    [InlineData("{\"a\":\"\\ude00\\ud83d\"}")]
    [InlineData("{\"a\":\"b")]
    [InlineData("{\"a\":\"\\")]
    [InlineData("{\"a\":[[[[[]]]]]}")]
    [InlineData("// a\n{}")]
    public void What_readers_understand_differently_is_refused(string text) =>
        Assert.Throws<FormatException>(() => StrictJson.Parse(Encoding.UTF8.GetBytes(text), 1000));

    [Fact]
    public void Bytes_that_are_no_text_and_too_many_are_refused()
    {
        Assert.Throws<FormatException>(() => StrictJson.Parse([.. "{\"a\":\""u8, 0xC3, .. "\"}"u8], 1000));
        Assert.Throws<FormatException>(() => StrictJson.Parse([.. "{\"a\":\""u8, 0xED, 0xA0, 0x80, .. "\"}"u8], 1000));
        Assert.Throws<FormatException>(() => StrictJson.Parse("{    }"u8, 5));
    }
}
