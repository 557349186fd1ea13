using System.Text.Json.Serialization;
using HotWeave.Hosting.Tests.Harness;
using Microsoft.AspNetCore.Builder;
using Microsoft.CodeAnalysis;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace HotWeave.Hosting.Tests;

/// <summary>JSON contracts that a generator wrote: one version gives one shape of an object, wherever it is written.</summary>
public sealed class ContractTests : SwapTest
{
    private const string Source = """
        using System;
        using System.Text.Json;
        using System.Text.Json.Serialization;
        using System.Text.Json.Serialization.Metadata;

        public class Note { public int Id { get; set; } = 1; }

        [HotWeave.Swappable]
        public class NoteContext : JsonSerializerContext, IJsonTypeInfoResolver
        {
            private JsonTypeInfo<Note> _Note;

            public NoteContext() : base(null) { }

            public JsonTypeInfo<Note> Note => _Note ??= (JsonTypeInfo<Note>)Options.GetTypeInfo(typeof(Note));

            protected override JsonSerializerOptions GeneratedSerializerOptions => null;

            public override JsonTypeInfo GetTypeInfo(Type type) => Options.GetTypeInfo(type);

            JsonTypeInfo IJsonTypeInfoResolver.GetTypeInfo(Type type, JsonSerializerOptions options) =>
                type == typeof(Note) ? JsonMetadataServices.CreateObjectInfo(options, new JsonObjectInfoValues<Note> { ObjectCreator = () => new Note(), PropertyMetadataInitializer = _ => Properties(options) })
                : type == typeof(Note[]) ? JsonMetadataServices.CreateArrayInfo(options, new JsonCollectionInfoValues<Note[]>())
                : type == typeof(int) ? JsonMetadataServices.CreateValueInfo<int>(options, JsonMetadataServices.Int32Converter)
                : null;

            private static JsonPropertyInfo[] Properties(JsonSerializerOptions options)
            {
                return new[] { Property(options, "id", 1) };
            }

            private static JsonPropertyInfo Property(JsonSerializerOptions options, string name, int value) =>
                JsonMetadataServices.CreatePropertyInfo(options, new JsonPropertyInfoValues<int>
                {
                    IsProperty = true, IsPublic = true, DeclaringType = typeof(Note), PropertyName = name, JsonPropertyName = name,
                    Converter = JsonMetadataServices.Int32Converter, Getter = _ => value, Setter = (_, _) => { },
                });
        }

        public static class Notes
        {
            public static Note One() => new Note();

            public static Note[] All() => new[] { new Note() };

            public static string ByContext(NoteContext context) => JsonSerializer.Serialize(new Note(), context.Note);
        }
        """;

    [Fact]
    public async Task What_a_request_of_the_old_version_asked_for_first_does_not_stay()
    {
        var program = WovenProgram.Make(
            "NotesOfOld", OutputKind.DynamicallyLinkedLibrary, [Source], [Source.Replace("Property(options, \"id\", 1)", "Property(options, \"id\", 1), Property(options, \"more\", 2)", StringComparison.Ordinal)]);
        var assembly = program.Load();
        var context = (JsonSerializerContext)Activator.CreateInstance(assembly.GetType("NoteContext", throwOnError: true)!)!;
        string Write() => (string)assembly.GetType("Notes", throwOnError: true)!.GetMethod("ByContext")!.Invoke(null, [context])!;
        var (there, released) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var site = await Site.StartAsync(
            Server.TestServer,
            app => app.MapGet("/old", async () =>
            {
                there.SetResult();
                await released.Task;
                return Write();
            }));
        for (var round = 0; round < 2; round++)
        {
            (there, released) = (new TaskCompletionSource(), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            var old = site.GetAsync("/old");
            await there.Task.WaitAsync(Limit.Time);
            if (round == 0)
                await HotSwap.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork });
            else
                await HotSwap.RollbackAsync(VersionNumber.Baseline, new SwapOptions { Mode = SwapMode.UnitOfWork });
            released.SetResult();
            Assert.Equal(round == 0 ? """{"id":1}""" : """{"id":1,"more":2}""", await old);
            await Limit.UntilAsync(() => Write() == (round == 0 ? """{"id":1,"more":2}""" : """{"id":1}"""));
        }
    }

    [Fact]
    public async Task One_version_gives_one_shape_of_an_object_in_every_answer_and_back()
    {
        var program = WovenProgram.Make(
            "Notes", OutputKind.DynamicallyLinkedLibrary, [Source], [Source.Replace("Property(options, \"id\", 1)", "Property(options, \"id\", 1), Property(options, \"more\", 2)", StringComparison.Ordinal)]);
        var assembly = program.Load();
        var context = (JsonSerializerContext)Activator.CreateInstance(assembly.GetType("NoteContext", throwOnError: true)!)!;
        var notes = assembly.GetType("Notes", throwOnError: true)!;
        await using var site = await Site.StartAsync(
            Server.TestServer,
            app =>
            {
                foreach (var name in new[] { "One", "All" })
                {
                    var method = notes.GetMethod(name)!;
                    app.MapGet("/" + name, method.CreateDelegate(typeof(Func<>).MakeGenericType(method.ReturnType)));
                }
            },
            configure: b => b.Services.ConfigureHttpJsonOptions(o => o.SerializerOptions.TypeInfoResolverChain.Insert(0, context)));
        async Task<string> AllShapesAsync() =>
            $"{await site.GetAsync("/One")} {await site.GetAsync("/All")} {notes.GetMethod("ByContext")!.Invoke(null, [context])}";

        Assert.Equal("""{"id":1} [{"id":1}] {"id":1}""", await AllShapesAsync());
        for (var round = 0; round < 2; round++)
        {
            await HotSwap.ApplyAsync(program.Patch, new SwapOptions { Mode = SwapMode.UnitOfWork });
            Assert.Equal("""{"id":1,"more":2} [{"id":1,"more":2}] {"id":1,"more":2}""", await AllShapesAsync());
            await HotSwap.RollbackAsync(VersionNumber.Baseline);
            Assert.Equal("""{"id":1} [{"id":1}] {"id":1}""", await AllShapesAsync());
        }
    }
}
