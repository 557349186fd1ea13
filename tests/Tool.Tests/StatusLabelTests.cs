namespace HotWeave.Tool.Tests;

/// <summary>A status is read on a terminal of 80 columns.</summary>
public sealed class StatusLabelTests
{
    [Theory]
    [InlineData("1.0.0+efcff0cfb2780d16c18519394b7e7cf70b940c5f", "1.0.0+efcff0c")]
    [InlineData("1.0.0", "1.0.0")]
    [InlineData("1.0.0+build.17-of-main", "1.0.0+build.17-of-main")]
    [InlineData("2.1.0-rc.1+abc", "2.1.0-rc.1+abc")]
    [InlineData("", "")]
    public void Labels_are_cut_to_what_tells_them_apart(string label, string expected) => Assert.Equal(expected, ShortText.CutLabel(label));
}
