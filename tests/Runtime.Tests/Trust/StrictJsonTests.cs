using System.Text;
using System.Text.Json;
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

    [Fact]
    public void Whatever_it_takes_the_frameworks_reader_takes_too()
    {
        // Mutations of what is read: nobody may understand more than the other.
        var random = new Random(5);
        var seed = Encoding.UTF8.GetBytes("{\"payload\":\"aGVsbG8=\",\"n\":12,\"signatures\":[{\"keyid\":\"\\u00e9\\\"\",\"sig\":\"é\"}]}");
        var taken = 0;
        for (var i = 0; i < 200_000; i++)
        {
            var text = (byte[])seed.Clone();
            for (var flips = random.Next(1, 4); flips > 0; flips--)
                text[random.Next(text.Length)] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:\\u0123 "[random.Next(14)];
            if (!Takes(text))
                continue;
            taken++;
            using var document = JsonDocument.Parse(text);
        }

        Assert.InRange(taken, 1000, 199_000);
    }

    private static bool Takes(byte[] text)
    {
        try
        {
            StrictJson.Parse(text, 1000);
            return true;
        }
        catch (FormatException)
        {
            return false;
        }
    }
}
