using HotWeave.Patches.Format;
using HotWeave.Weaver.Tests.Harness;
using Xunit;

namespace HotWeave.Weaver.Tests.CodeChanges;

/// <summary>Messages, as protoc writes them, that gain fields: whom objects that exist equal, and where they are found.</summary>
[Collection("swaps")]
public class MessageMemberTests
{
    // What protoc writes of a message, with as much of Google.Protobuf as it takes.
    private const string Source = """
        using System;
        using System.Collections.Generic;
        using System.IO;
        using System.Linq;
        namespace Google.Protobuf
        {
            public interface IMessage<T> { }
            public sealed class ByteString
            {
                private readonly string _text;
                public ByteString(string text) => _text = text;
                public static ByteString Empty { get; } = new("");
                public int Length => _text.Length;
                public override bool Equals(object? other) => other is ByteString bytes && bytes._text == _text;
                public override int GetHashCode() => _text == "" ? 0 : _text.Length + 77;
                public static bool operator ==(ByteString a, ByteString b) => a.Equals(b);
                public static bool operator !=(ByteString a, ByteString b) => !a.Equals(b);
            }
        }
        namespace Google.Protobuf.Collections
        {
            public sealed class RepeatedField<T> : List<T>
            {
                public override bool Equals(object? other) => other is RepeatedField<T> list && list.SequenceEqual(this);
                public override int GetHashCode() { var hash = 0; foreach (var one in this) hash = hash * 31 + one!.GetHashCode(); return hash; }
            }
        }
        public enum Kind { None, Some }
        public sealed class Order : Google.Protobuf.IMessage<Order>
        {
            private object? _unknownFields = null;
            [global::System.CodeDom.Compiler.GeneratedCode("protoc", null)]
            public Order() { }
            [global::System.CodeDom.Compiler.GeneratedCode("protoc", null)]
            public Order(Order other) : this()
            {
                number_ = other.number_;
                lines_.AddRange(other.lines_);
                title_ = other.title_;
        #if V2
                rank_ = other.rank_;
                note_ = other.note_;
                tags_.AddRange(other.tags_);
                part_ = other.part_;
                kind_ = other.kind_;
                data_ = other.data_;
                ready_ = other.ready_;
                switch (other.EitherCase)
                {
                    case EitherOneofCase.Left: Left = other.Left; break;
                    case EitherOneofCase.Right: Right = other.Right; break;
                }
        #endif
            }
        #if V2
            private object? either_;
            public enum EitherOneofCase { None = 0, Left = 10, Right = 11 }
            private EitherOneofCase eitherCase_ = EitherOneofCase.None;
            public EitherOneofCase EitherCase { get { return eitherCase_; } }
            public bool HasLeft { get { return eitherCase_ == EitherOneofCase.Left; } }
            public string Left { get { return HasLeft ? (string)either_! : ""; } set { either_ = value; eitherCase_ = EitherOneofCase.Left; } }
            public bool HasRight { get { return eitherCase_ == EitherOneofCase.Right; } }
            public int Right { get { return HasRight ? (int)either_! : 0; } set { either_ = value; eitherCase_ = EitherOneofCase.Right; } }
            private long rank_;
            public long Rank { get { return rank_; } set { rank_ = value; } }
            private string note_ = "";
            public string Note { get { return note_; } set { note_ = value; } }
            private readonly Google.Protobuf.Collections.RepeatedField<string> tags_ = new Google.Protobuf.Collections.RepeatedField<string>();
            public Google.Protobuf.Collections.RepeatedField<string> Tags { get { return tags_; } }
            private Order? part_;
            public Order? Part { get { return part_; } set { part_ = value; } }
            private Kind kind_ = Kind.None;
            public Kind Kind { get { return kind_; } set { kind_ = value; } }
            private Google.Protobuf.ByteString data_ = Google.Protobuf.ByteString.Empty;
            public Google.Protobuf.ByteString Data { get { return data_; } set { data_ = value; } }
            private bool ready_;
            public bool Ready { get { return ready_; } set { ready_ = value; } }
        #endif
            private int number_;
            public int Number { get { return number_; } set { number_ = value; } }
            private readonly Google.Protobuf.Collections.RepeatedField<int> lines_ = new Google.Protobuf.Collections.RepeatedField<int>();
            public Google.Protobuf.Collections.RepeatedField<int> Lines { get { return lines_; } }
            private string title_ = "";
            public string Title { get { return title_; } set { title_ = value; } }
            [global::System.CodeDom.Compiler.GeneratedCode("protoc", null)]
            public override bool Equals(object? other) { return Equals(other as Order); }
            [global::System.CodeDom.Compiler.GeneratedCode("protoc", null)]
            public bool Equals(Order? other)
            {
                if (ReferenceEquals(other, null)) { return false; }
                if (ReferenceEquals(other, this)) { return true; }
        #if V2
                if (Rank != other.Rank) return false;
        #endif
                if (Number != other.Number) return false;
        #if V2
                if (Note != other.Note) return false;
                if(!tags_.Equals(other.tags_)) return false;
        #endif
                if(!lines_.Equals(other.lines_)) return false;
        #if V2
                if (!object.Equals(Part, other.Part)) return false;
                if (Kind != other.Kind) return false;
                if (Data != other.Data) return false;
                if (Ready != other.Ready) return false;
                if (Left != other.Left) return false;
                if (Right != other.Right) return false;
                if (EitherCase != other.EitherCase) return false;
        #endif
                if (Title != other.Title) return false;
                return Equals(_unknownFields, other._unknownFields);
            }
            [global::System.CodeDom.Compiler.GeneratedCode("protoc", null)]
            public override int GetHashCode()
            {
                int hash = 1;
        #if V2
                if (Rank != 0L) hash ^= Rank.GetHashCode();
        #endif
                if (Number != 0) hash ^= Number.GetHashCode();
        #if V2
                if (Note.Length != 0) hash ^= Note.GetHashCode();
                hash ^= tags_.GetHashCode();
        #endif
                hash ^= lines_.GetHashCode();
        #if V2
                if (part_ != null) hash ^= Part!.GetHashCode();
                if (Kind != Kind.None) hash ^= Kind.GetHashCode();
                if (Data.Length != 0) hash ^= Data.GetHashCode();
                if (Ready != false) hash ^= Ready.GetHashCode();
                if (HasLeft) hash ^= Left.GetHashCode();
                if (HasRight) hash ^= Right.GetHashCode();
                hash ^= (int) eitherCase_;
        #endif
                if (Title.Length != 0) hash ^= Title.GetHashCode();
                if (_unknownFields != null) {
                  hash ^= _unknownFields.GetHashCode();
                }
                return hash;
            }
        }
        public static class Messages
        {
            private static readonly Dictionary<Order, int> index = [];
            private static readonly List<Order> made = [];
            private static readonly HashSet<Order> kept = [];
            public static void Prepare()
            {
                foreach (var one in Make())
                    index[one] = index.Count;
                made.AddRange(Make());
            }
            private static IEnumerable<Order> Make() => [new Order { Number = 1 }, new Order { Title = "a" }, new Order { Number = 2, Lines = { 1, 2 } }, new Order()];
            public static void Run(TextWriter output)
            {
                foreach (var one in Make().Concat(made))
                    output.Write($"{index[one]} {made.IndexOf(one)} {index[new Order(one)]}|");
                output.Write(Make().Concat(made).Distinct().Count());
                // What was put there under the other version is found.
                output.Write(kept.All(kept.Contains));
        #if V2
                kept.Add(new Order { Number = 1, Rank = 3, Note = "n", Tags = { "t" }, Kind = Kind.Some, Right = 3 });
                Order[] all =
                [
                    new() { Number = 1 }, new() { Number = 1, Rank = 3 }, new() { Number = 1, Note = "n" }, new() { Number = 1, Tags = { "t" } }, new() { Number = 1, Part = new() },
                    new() { Number = 1, Kind = Kind.Some }, new() { Number = 1, Data = new("d") }, new() { Number = 1, Ready = true }, new() { Number = 1, Left = "" }, new() { Number = 1, Right = 0 }, new() { Number = 1 },
                ];
                output.Write($" {new HashSet<Order>(all).Count} {all.Count(index.ContainsKey)} {all.Count(o => new Order(o).Equals(o))}");
        #endif
            }
        }
        """;

    [Theory]
    [InlineData(Configuration.Debug)]
    [InlineData(Configuration.Release)]
    public async Task Objects_equal_and_are_found_as_before(Configuration configuration)
    {
        using var @case = new SwapCase("Messages", configuration, source: Source);
        var (_, patch) = @case.MakePatch(@case.Plain2);
        Assert.Empty(PatchFile.Read(patch).Manifest.State.Edits);
        await @case.GoesLiveAndBack(patch);
    }

    [Theory]
    [InlineData("if (Number != 0) hash ^= Number.GetHashCode();", "if (Number != 0) hash += Number.GetHashCode();")]
    [InlineData("[global::System.CodeDom.Compiler.GeneratedCode(\"protoc\", null)]\n    public bool Equals(Order? other)", "public bool Equals(Order? other)")]
    public void What_is_written_otherwise_changes_equality(string text, string other)
    {
        Assert.Contains(text, Source, StringComparison.Ordinal);
        var source = Source.Replace(text, $"\n#if V2\n{other}\n#else\n{text}\n#endif\n", StringComparison.Ordinal);
        using var @case = new SwapCase("OtherMessages", Configuration.Release, source: source);
        Assert.NotEmpty(PatchFile.Read(@case.MakePatch(@case.Plain2).Bytes).Manifest.State.Edits);
    }
}
