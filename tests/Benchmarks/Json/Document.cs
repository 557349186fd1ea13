using System.Globalization;
using System.Text;

namespace HotWeave.Benchmarks.Json;

/// <summary>A large document of the shape that services exchange: the same text for the same size, in every process.</summary>
internal static class Document
{
    private static readonly string[] Names = ["Ada", "Grace", "Björn", "Łukasz", "花子", "Зоя", "O'Neil", "Noël", "Ann \"Kit\" Lee", "Sørine"];
    private static readonly string[] Words = ["bolt", "nut", "5/8\\\" pipe", "gasket\\n(rubber)", "washer", "valve", "tab\\tle", "hinge", "r\\u00f6hre", "\\ud83d\\ude80 kit"];

    /// <summary>An array of so many orders; 2,000 make about a megabyte.</summary>
    public static string Orders(int count)
    {
        var random = new Generator(20240229);
        var text = new StringBuilder("[");
        for (var i = 0; i < count; i++)
        {
            if (i > 0)
                text.Append(",\n");
            Order(text, i, random);
        }

        return text.Append(']').ToString();
    }

    private static void Order(StringBuilder text, int id, Generator random)
    {
        text.Append(CultureInfo.InvariantCulture, $$"""{"id":{{id}},"customer":{"name":"{{Names[random.Next(Names.Length)].Replace("\"", "\\\"", StringComparison.Ordinal)}}","mail":"c{{random.Next(99999)}}@example.org",""");
        text.Append(CultureInfo.InvariantCulture, $"\"vip\":{(random.Next(4) == 0 ? "true" : "false")},\"score\":{random.Next(1000) / 8.0:R},\"referrer\":{(random.Next(3) == 0 ? "null" : "\"web\"")}}},");
        text.Append(CultureInfo.InvariantCulture, $"\"placed\":\"20{random.Next(10, 30)}-{random.Next(1, 13):00}-{random.Next(1, 29):00}T{random.Next(24):00}:{random.Next(60):00}:07.{random.Next(1000):000}Z\",");
        text.Append(CultureInfo.InvariantCulture, $"\"key\":\"{random.Next(int.MaxValue):x8}-0000-4000-8000-{random.Next(int.MaxValue):x12}\",\"state\":\"{(random.Next(2) == 0 ? "Open" : "Shipped")}\",\"lines\":[");
        var lines = random.Next(1, 6);
        for (var line = 0; line < lines; line++)
        {
            if (line > 0)
                text.Append(',');
            text.Append(CultureInfo.InvariantCulture, $"{{\"article\":\"{Words[random.Next(Words.Length)]}\",\"count\":{random.Next(1, 90)},\"price\":{random.Next(99999) / 100m},\"weight\":{random.Next(1, 99999)}e-3,\"total\":{(long)random.Next(int.MaxValue) * 7919}}}");
        }

        text.Append(CultureInfo.InvariantCulture, $"],\"tags\":{{\"region\":\"r{random.Next(20)}\",\"batch\":{random.Next(100000)},\"hot\":{(random.Next(2) == 0 ? "true" : "false")}}},\"history\":[{random.Next(10)},{random.Next(100)},{-random.Next(1000)},null]}}");
    }

    // Its numbers are the same on every .NET, which those of System.Random need not be.
    private sealed class Generator(ulong state)
    {
        public int Next(int end) => Next(0, end);

        public int Next(int begin, int end)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            return begin + (int)((state >> 33) % (ulong)(end - begin));
        }
    }
}
