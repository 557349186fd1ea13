using System;
using System.CodeDom.Compiler;
using System.IO;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.RegularExpressions;
using System.Text.RegularExpressions.Generated;

// What the generators of .NET make of attributes, in short: objects that their constructors make of a pattern, contracts that are made once, delegates in static fields.
namespace System.Text.RegularExpressions.Generated
{
    [GeneratedCode("System.Text.RegularExpressions.Generator", "1")]
    file sealed class Port_0 : Regex
    {
        internal static readonly Port_0 Instance = new();

        private Port_0()
        {
#if V3
            base.pattern = "^([0-9]+)(:[0-9]+)?(!)";
            base.capsize = 4;
#elif V2
            base.pattern = "^([0-9]+)(:[0-9]+)?";
            base.capsize = 3;
#else
            base.pattern = "^([0-9]+)";
            base.capsize = 2;
#endif
            base.roptions = RegexOptions.None;
            base.factory = new RunnerFactory();
        }

        private sealed class RunnerFactory : RegexRunnerFactory
        {
            protected override RegexRunner CreateInstance() => new Runner();

            private sealed class Runner : RegexRunner
            {
                protected override void Scan(ReadOnlySpan<char> text)
                {
                    if (runtextpos > 0)
                        return;
                    var end = Digits(text, 0);
                    Capture(1, 0, end);
#if V2 || V3
                    if (end < text.Length && text[end] == ':')
                    {
                        var start = end;
                        end = Digits(text, end + 1);
                        Capture(2, start, end);
                    }
#endif
#if V3
                    Capture(3, end, ++end);
#endif
                    Capture(0, 0, end);
                    runtextpos = end;
                }

                private static int Digits(ReadOnlySpan<char> text, int at)
                {
                    while (at < text.Length && char.IsAsciiDigit(text[at]))
                        at++;
                    return at;
                }
            }
        }
    }

    public static class Patterns
    {
        public static Regex Port() => Port_0.Instance;
    }
}

public class Spot
{
    public int X { get; set; }

    public int Twice => X * 2;
}

[GeneratedCode("System.Text.Json.SourceGeneration", "1")]
public sealed class Contracts : JsonSerializerContext, IJsonTypeInfoResolver
{
    private static readonly JsonSerializerOptions s_defaultOptions = new()
    {
#if V2
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
#elif V3
        PropertyNamingPolicy = JsonNamingPolicy.KebabCaseUpper,
#endif
        WriteIndented = false,
    };

    private JsonTypeInfo<Spot>? _spot;

    public Contracts(JsonSerializerOptions options)
        : base(options)
    {
    }

    public static Contracts Default { get; } = new Contracts(new JsonSerializerOptions(s_defaultOptions));

    public JsonTypeInfo<Spot> Spot => _spot ??= (JsonTypeInfo<Spot>)Options.GetTypeInfo(typeof(Spot));

    protected override JsonSerializerOptions? GeneratedSerializerOptions { get; } = s_defaultOptions;

    public override JsonTypeInfo? GetTypeInfo(Type type) => Options.TryGetTypeInfo(type, out var info) ? info : null;

    JsonTypeInfo? IJsonTypeInfoResolver.GetTypeInfo(Type type, JsonSerializerOptions options) => type == typeof(Spot) ? CreateSpot(options) : type == typeof(int) ? JsonMetadataServices.CreateValueInfo<int>(options, JsonMetadataServices.Int32Converter) : null;

    private JsonTypeInfo CreateSpot(JsonSerializerOptions options) =>
        JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<Spot> { ObjectCreator = static () => new Spot(), PropertyMetadataInitializer = _ => SpotPropInit(options) });

    private static JsonPropertyInfo[] SpotPropInit(JsonSerializerOptions options) =>
    [
        JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<int> { IsProperty = true, IsPublic = true, DeclaringType = typeof(Spot), PropertyName = "X", Getter = static s => ((Spot)s).X }),
#if V2 || V3
        JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<int> { IsProperty = true, IsPublic = true, DeclaringType = typeof(Spot), PropertyName = "Twice", Getter = static s => ((Spot)s).Twice }),
#endif
    ];
}

public static class Messages
{
#if V3
    [GeneratedCode("Microsoft.Extensions.Logging.Generators", "1")]
    private static readonly Func<int, string> __SaidCallback = Define("third {0}");
#elif V2
    [GeneratedCode("Microsoft.Extensions.Logging.Generators", "1")]
    private static readonly Func<int, string> __SaidCallback = Define("second {0}");
#else
    [GeneratedCode("Microsoft.Extensions.Logging.Generators", "1")]
    private static readonly Func<int, string> __SaidCallback = Define("first {0}");
#endif

    public static string Said(int n) => __SaidCallback(n);

    private static Func<int, string> Define(string format) => n => string.Format(format, n);
}

public static class GeneratedSources
{
    private static Regex kept = null!;

    public static void Prepare()
    {
        kept = Patterns.Port();
        _ = Text();
    }

    public static void Run(TextWriter output) => output.WriteLine(Text() + " " + kept.Match("12:34!").Groups[1].Value);

    private static string Text()
    {
        var match = Patterns.Port().Match("12:34!");
        return $"{match.Groups.Count} {match.Value} {Patterns.Port()} {JsonSerializer.Serialize(new Spot { X = 4 }, Contracts.Default.Spot)} {Messages.Said(3)}";
    }
}
